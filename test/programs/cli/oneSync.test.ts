import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { commandNames } from "../../../src/programs/cli/app.js"
import { smallMission } from "../../fixtures/project.js"
import { countOf, inConsentingProject, runSync } from "../sync/world.js"

const aboutBodies = /bod(y|ies)|upload|content|push/i

describe("bodies", () => {
  it("B-18 have no command of their own", () => {
    expect(commandNames).toContain("sync")
    expect(commandNames.filter((name) => aboutBodies.test(name))).toEqual([])
  })

  it.scoped("B-18 B-01 go with the events of one plain sync", () =>
    inConsentingProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        const { data } = yield* runSync()
        expect(data.missions[0]?.events.sent).toBeGreaterThan(0)
        expect(countOf(data, "uploaded")).toBe(3)
      })))
})
