import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { EventTransportSteering } from "../../../src/layers/memory/EventTransport.js"
import { setServer, showServer } from "../../../src/programs/sync/server.js"
import { type Files, smallMission } from "../../fixtures/project.js"
import { inConsentingProject, inProject, runSync } from "./world.js"

const naming = (url: string): Files => ({ ...smallMission("001-alpha"), ".kittify/config.yaml": `sync:\n  server_url: ${url}\n` })

describe("a server that the repository names", () => {
  it.scoped("S21 is shown where none is chosen, and nothing is sent to it", () =>
    inProject(naming("https://named.example"), (root) =>
      Effect.gen(function*() {
        const file = path.join(root, ".kittify", "config.yaml")
        const { data, diagnostics } = yield* showServer
        expect(data).toMatchObject({ server: null, change: "none" })
        expect(diagnostics).toMatchObject([{ severity: "info", code: "SERVER-07", fix: "spec-kitty sync server URL", target: file }])
        expect(diagnostics[0]?.message).toContain("names the server https://named.example; it is not used by itself")
        expect(diagnostics[0]?.why).toContain(`${file}:2`)
        yield* runSync()
        expect(yield* (yield* EventTransportSteering).received).toEqual([])
        expect(yield* (yield* BodyTransportSteering).received).toEqual([])
        expect((yield* showServer).data.server).toBe(null)
      })))

  it.scoped("S21 is shown beside another one, and no longer once it is the one that was chosen", () =>
    inConsentingProject(naming("https://NAMED.example/"), () =>
      Effect.gen(function*() {
        const beside = yield* showServer
        expect(beside.data.server).toBe("https://receiver.example")
        expect(beside.diagnostics.map(({ code }) => code)).toEqual(["SERVER-07"])
        yield* setServer("https://named.example")
        expect((yield* showServer).diagnostics).toEqual([])
      })))

  it.scoped("S21 U-30 that we would not send to is shown without its password", () =>
    inProject(naming("\"https://me:hunter2@named.example?token=hunter2\""), () =>
      Effect.map(showServer, ({ diagnostics }) => {
        expect(diagnostics).toHaveLength(1)
        expect(JSON.stringify(diagnostics)).not.toContain("hunter2")
      })))

  it.scoped("S21 there is nothing to show where it names none", () =>
    inProject(smallMission("001-alpha"), () =>
      Effect.map(showServer, ({ diagnostics }) => expect(diagnostics).toEqual([]))))
})
