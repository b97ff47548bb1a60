import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { ProjectUuid } from "../../../src/domain/identity/ids.js"
import type { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import * as Credentials from "../../../src/layers/node/Credentials.js"
import * as Settings from "../../../src/layers/memory/Settings.js"
import * as ServerConsent from "../../../src/layers/memory/ServerConsent.js"
import * as SignInStore from "../../../src/layers/memory/SignInStore.js"
import { teamOfProject } from "../../../src/programs/sync/teamOfProject.js"
import { ServerConsent as Consent } from "../../../src/services/ServerConsent.js"
import { elsewhere, here, storedAt } from "../auth/world.js"

const project = ProjectUuid.make("0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")

/** The team of a project that sends to `server`, by a sign-in at `here`. */
const teamFor = (server: ServerUrl | null, serverOverride?: string) =>
  Effect.gen(function*() {
    if (server !== null) yield* (yield* Consent).set(project, server)
    return yield* teamOfProject(project)
  }).pipe(
    Effect.provide(Credentials.layer.pipe(
      Layer.provide(SignInStore.holding(storedAt(here))),
      Layer.provideMerge(Layer.merge(ServerConsent.layer, Settings.layer({ serverOverride: Option.fromNullable(serverOverride) })))
    ))
  )

describe("the team of a project's events", () => {
  it.effect("G-A6 is the one of the sign-in at its own server, and local at another or at none", () =>
    Effect.gen(function*() {
      expect([yield* teamFor(here), yield* teamFor(elsewhere), yield* teamFor(null)]).toEqual(["acme", "local", "local"])
      expect([yield* teamFor(here, elsewhere), yield* teamFor(elsewhere, here)]).toEqual(["local", "acme"])
      expect(yield* teamFor(here, "not a url")).toBe("local")
    }))
})
