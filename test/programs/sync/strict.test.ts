import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { UploadRejected } from "../../../src/domain/sync/transportErrors.js"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { planSync } from "../../../src/programs/sync/planSync.js"
import type { SyncOptions } from "../../../src/programs/sync/SyncOptions.js"
import { smallMission } from "../../fixtures/project.js"
import { inConsentingProject, inProject, options, runSync } from "./world.js"

const mission = "001-alpha"
const strict: Partial<SyncOptions> = { strict: "on" }
const found = (outcome: { readonly exitCode: number; readonly diagnostics: ReadonlyArray<{ readonly code: string; readonly severity: string }> }) => ({
  exitCode: outcome.exitCode,
  findings: outcome.diagnostics.filter(({ code }) => code === "SYNC-03" || code === "SYNC-04").map(({ code, severity }) => `${severity} ${code}`)
})

describe("nothing to sync", () => {
  it.scoped("U-07 where no mission is found it is said, and --strict makes it fail", () =>
    inConsentingProject({}, () =>
      Effect.gen(function*() {
        expect(found(yield* runSync())).toEqual({ exitCode: 0, findings: ["info SYNC-03"] })
        expect(found(yield* runSync(strict))).toEqual({ exitCode: 3, findings: ["error SYNC-03"] })
        expect(found(yield* planSync({ ...options, ...strict }))).toEqual({ exitCode: 3, findings: ["error SYNC-03"] })
      })))

  it.scoped("U-07 --strict fails where no server is set, dry or not; without it that is no failure", () =>
    inProject(smallMission(mission), () =>
      Effect.gen(function*() {
        expect(found(yield* runSync())).toEqual({ exitCode: 0, findings: [] })
        expect(found(yield* runSync(strict))).toEqual({ exitCode: 3, findings: ["error SYNC-03"] })
        expect(found(yield* planSync({ ...options, ...strict }))).toEqual({ exitCode: 3, findings: ["error SYNC-03"] })
      })))

  it.scoped("U-07 what is delivered, queued or planned is something", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        expect(found(yield* planSync({ ...options, ...strict }))).toEqual({ exitCode: 0, findings: [] })
        expect(found(yield* runSync({ ...strict, offline: true }))).toEqual({ exitCode: 0, findings: [] })
        expect(found(yield* runSync(strict))).toEqual({ exitCode: 0, findings: [] })
      })))
})

describe("what the server refused", () => {
  const afterRefusal = (changes: Partial<SyncOptions>) =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        yield* (yield* BodyTransportSteering).failNext(new UploadRejected({ reasonCode: "invalid", reason: "too odd" }))
        const { data, diagnostics, exitCode } = yield* runSync(changes)
        const refused = data.missions[0]?.bodies.filter(({ outcome }) => outcome === "failed").length
        return { exitCode, refused, told: diagnostics.some(({ code }) => code === "SYNC-01") }
      }))

  it.scoped("U-06 is 6 by default and with --strict, 0 with --no-strict, and told in every case", () =>
    Effect.gen(function*() {
      expect(yield* afterRefusal({})).toEqual({ exitCode: 6, refused: 1, told: true })
      expect(yield* afterRefusal({ strict: "on" })).toEqual({ exitCode: 6, refused: 1, told: true })
      expect(yield* afterRefusal({ strict: "off" })).toEqual({ exitCode: 0, refused: 1, told: true })
    }))
})

describe("--strict-skips", () => {
  const files = {
    ...smallMission(mission),
    [`kitty-specs/${mission}/research/chart.png`]: new Uint8Array([1, 2, 3]),
    [`kitty-specs/${mission}/research/empty.md`]: " \n"
  }

  it.scoped("U-06 names each file that its folder says is uploaded and that is not, and ends with 3; the others are no finding", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        expect(found(yield* runSync())).toEqual({ exitCode: 0, findings: [] })
        const told = yield* runSync({ strictSkips: true })
        expect(found(told)).toEqual({ exitCode: 3, findings: ["error SYNC-04", "error SYNC-04"] })
        expect(told.diagnostics.flatMap(({ code, target }) => code === "SYNC-04" ? [target] : [])).toEqual(["research/chart.png", "research/empty.md"])
        expect(found(yield* planSync({ ...options, strictSkips: true }))).toEqual(found(told))
      })))

  it.scoped("U-06 says nothing where nothing is left out", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.map(runSync({ strictSkips: true }), (told) => expect(found(told)).toEqual({ exitCode: 0, findings: [] }))))
})
