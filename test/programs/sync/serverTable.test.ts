import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { EventTransportSteering } from "../../../src/layers/memory/EventTransport.js"
import { setServer, showServer } from "../../../src/programs/sync/server.js"
import { syncStatus } from "../../../src/programs/sync/status.js"
import { Settings } from "../../../src/services/Settings.js"
import { smallMission } from "../../fixtures/project.js"
import { refusedUrls } from "../../fixtures/refusedUrls.js"
import { inConsentingProject, inProject, runSync } from "./world.js"

/** What any server was sent. */
const sent = Effect.gen(function*() {
  const [events, bodies] = [yield* (yield* EventTransportSteering).received, yield* (yield* BodyTransportSteering).received]
  return events.length + bodies.length
})

describe("a text that is no address we send to", () => {
  it.scoped(`G-N2 U-32 sync server refuses each of ${refusedUrls.length}, and the project stays without one`, () =>
    inProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        expect(refusedUrls.length).toBeGreaterThanOrEqual(60)
        for (const [url, reason] of refusedUrls) {
          const error = yield* Effect.flip(setServer(url))
          expect([url, error._tag === "ServerUrlRefused" ? error.reason : error._tag]).toEqual([url, reason])
        }
        expect((yield* showServer).data.server).toBeNull()
        yield* runSync()
        expect(yield* sent).toBe(0)
      })))

  it.scoped("G-N2 U-32 SPEC_KITTY_SAAS_URL with any of them sends nothing, neither there nor to the server that was chosen", () =>
    inConsentingProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        for (const [url, reason] of refusedUrls.filter(([text]) => text !== "")) {
          const replaced = Effect.updateService(Settings, (settings) => ({ ...settings, serverOverride: Option.some(url) }))
          for (const look of [Effect.asVoid(runSync()), Effect.asVoid(syncStatus)]) {
            const error = yield* Effect.flip(replaced(look))
            expect([url, error._tag === "ServerUrlRefused" ? error.reason : error._tag]).toEqual([url, reason])
          }
        }
        expect(yield* sent).toBe(0)
      })))
})
