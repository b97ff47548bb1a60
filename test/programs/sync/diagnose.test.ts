import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { DiagnosedItem } from "../../../src/domain/sync/QueueDiagnosis.js"
import { UploadRejected } from "../../../src/domain/sync/transportErrors.js"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { diagnoseQueue } from "../../../src/programs/sync/queue/diagnose.js"
import { syncDiagnoseView } from "../../../src/programs/cli/render/syncDiagnose.js"
import { makeStyle } from "../../../src/programs/cli/render/Style.js"
import { Progress, type ProgressStep } from "../../../src/services/Progress.js"
import { QueueContents } from "../../../src/services/QueueContents.js"
import { smallMission } from "../../fixtures/project.js"
import { inConsentingProject, runSync } from "./world.js"

const mission = "001-alpha"
const all = { mission: null, limit: 100 }
const style = makeStyle({ color: false, ascii: true, nowMs: 0 })
const odd = new UploadRejected({ reasonCode: "invalid", reason: "\"content_body\": too odd \u001b[31m" })

/** One body is refused by the server, the rest is delivered; then a second mission is queued. */
const someRefused = Effect.gen(function*() {
  yield* (yield* BodyTransportSteering).failNext(odd)
  yield* runSync({ selection: { _tag: "One", selector: mission } })
  yield* runSync({ selection: { _tag: "One", selector: "002" }, offline: true })
})

/** As if the gate had come to refuse everything. */
const refusingAll = Effect.updateService(QueueContents, (contents) => ({
  ...contents,
  judged: (request) =>
    Effect.map(contents.judged(request), (rows) =>
      rows.map((row) => ({ ...row, faults: [{ pointer: "/payload/x", rule: "is required" }] })))
}))

describe("sync diagnose", () => {
  it.scoped("U-35 an empty queue says so, and is no finding", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        const outcome = yield* diagnoseQueue(all)
        expect([outcome.exitCode, outcome.data.looked_at, outcome.next]).toEqual([0, 0, []])
        expect(syncDiagnoseView.text(outcome, style)).toBe("Nothing is queued.")
      })))

  it.scoped("U-24 G-D8 everything that waits is looked at and counted by kind and state; all sound is exit 0", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        yield* runSync({ offline: true })
        const steps: Array<ProgressStep> = []
        const { data, exitCode } = yield* diagnoseQueue(all).pipe(
          Effect.provideService(Progress, { step: (step) => Effect.sync(() => steps.push(step)) })
        )
        expect(exitCode).toBe(0)
        expect(data).toMatchObject({ at_fault: 0, items: [], more: 0, contract_version: "3.0.0", mission_slug: null })
        expect(data.sound).toBe(data.looked_at)
        expect(data.events.pending.sound + data.bodies.pending.sound).toBe(data.looked_at)
        expect(data.bodies.pending.sound).toBeGreaterThan(0)
        expect(steps).toEqual([{ _tag: "Judging", done: data.looked_at, total: data.looked_at }])
      })))

  it.scoped("U-35 U-08 what the server refused says who refused it and what to do, and is exit 3; the gate would let it through", () =>
    inConsentingProject({ ...smallMission(mission), ...smallMission("002-beta") }, () =>
      Effect.gen(function*() {
        yield* someRefused
        const outcome = yield* diagnoseQueue(all)
        expect(outcome.exitCode).toBe(3)
        expect(outcome.data).toMatchObject({ at_fault: 1, more: 0, bodies: { quarantined: { looked_at: 1, sound: 0, at_fault: 1 } } })
        const [item] = outcome.data.items
        expect(item).toMatchObject({ kind: "body", mission_slug: mission, state: "quarantined", refused_by: "server", reason_code: "invalid", faults: [] })
        expect(outcome.next).toEqual(item?.next)
        expect(item?.next).toContain(`spec-kitty sync --mission ${mission}`)
        const text = syncDiagnoseView.text(outcome, style)
        expect(text).toContain("refused by the server: invalid: \"content_body\": too odd")
        expect(text).not.toContain("\u001b")
        expect((yield* diagnoseQueue({ ...all, mission: "002" })).data).toMatchObject({ at_fault: 0, mission_slug: "002-beta" })
        expect((yield* Effect.flip(diagnoseQueue({ ...all, mission: "none" })))._tag).toBe("MissionNotFound")
      })))

  it.scoped("N-11 of many at fault each is heard of, all are counted, and the answer holds as many as were asked for", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        yield* runSync({ offline: true })
        const heard: Array<DiagnosedItem> = []
        const { data, exitCode } = yield* diagnoseQueue({ ...all, limit: 2 }, (item) => Effect.sync(() => heard.push(item))).pipe(refusingAll)
        expect(exitCode).toBe(3)
        expect(data.at_fault).toBe(data.looked_at)
        expect(heard).toHaveLength(data.at_fault)
        expect([data.items.length, data.more]).toEqual([2, data.at_fault - 2])
        expect(heard.slice(0, 2)).toEqual(data.items)
        expect(data.items[0]?.faults).toEqual([{ pointer: "/payload/x", rule: "is required", fix: null }])
        expect(data.items[0]?.advice).toMatch(/\.$/)
      })))
})
