import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Option from "effect/Option"
import { DropReason } from "../../../src/domain/sync/planQueueChange.js"
import { UploadRejected } from "../../../src/domain/sync/transportErrors.js"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { dropItems, retryItems } from "../../../src/programs/sync/queue/changeQueue.js"
import { listQueue, type ListQueueOptions } from "../../../src/programs/sync/queue/listQueue.js"
import { showItem } from "../../../src/programs/sync/queue/showItem.js"
import { syncStatus } from "../../../src/programs/sync/status.js"
import { smallMission } from "../../fixtures/project.js"
import { inConsentingProject, inProject, runSync } from "./world.js"

const mission = "001-alpha"
const tooOdd = new UploadRejected({ reasonCode: "validation_error", reason: "too odd" })
const everything: ListQueueOptions = {
  kind: null, states: ["pending", "leased", "quarantined"], mission: null, limit: 50, afterId: null
}
const refused = Effect.gen(function*() {
  yield* (yield* BodyTransportSteering).failNext(tooOdd, tooOdd)
  yield* runSync()
})

describe("what a person sees of the queue and does to it", () => {
  it.scoped("U-35 what was refused is listed with what helps, and shown with the very text that was posted", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        yield* refused
        const { data, next } = yield* listQueue({ ...everything, mission: "1" })
        expect(data).toMatchObject({ total: 2, more: 0, dropped: [], dropped_total: 0 })
        expect(data.items.map(({ kind, mission_slug, reason_code, state }) => [kind, mission_slug, reason_code, state]))
          .toEqual([1, 2].map(() => ["body", mission, "validation_error", "quarantined"]))
        const [first] = data.items
        if (first === undefined) return expect.unreachable()
        expect(next).toEqual([
          `spec-kitty sync queue show ${first.id} --content`,
          `spec-kitty sync queue retry ${first.id}`,
          `spec-kitty sync queue drop ${first.id} --reason TEXT`
        ])
        const shown = yield* showItem({ id: first.id, content: true })
        expect(shown.data.item).toMatchObject({ id: first.id, state: "quarantined", reason: "too odd", waits_for_event: null })
        const posted = yield* (yield* BodyTransportSteering).received
        const mine = posted.find(({ body }) => body.value.artifact_path === first.subject)
        expect(shown.data.content).toEqual({ json: mine?.body.json, refused: null, raw: null })
        expect((yield* showItem({ id: first.id, content: false })).data.content).toBeNull()
      })))

  it.scoped("U-35 G-H3 a retry is delivered by the next sync as the same item; a drop is on record, and status counts both", () =>
    inConsentingProject(smallMission(mission), (root) =>
      Effect.gen(function*() {
        yield* refused
        const [one, two] = (yield* listQueue(everything)).data.items
        if (one === undefined || two === undefined) return expect.unreachable()
        expect((yield* syncStatus).next).toContain("spec-kitty sync queue list --state quarantined")
        yield* (yield* FileSystem.FileSystem).remove(`${root}/kitty-specs/${mission}/${two.subject}`)
        const dropped = yield* dropItems({ ids: [two.id], reason: DropReason.make("gone") })
        expect(dropped).toMatchObject({ exitCode: 0, next: ["spec-kitty sync queue list --state dropped"] })
        expect(dropped.data).toMatchObject({ action: "drop", reason: "gone", changes: [{ id: two.id, change: "dropped", due_at: null }] })
        const retried = yield* retryItems({ _tag: "Quarantined", kind: "body" })
        expect(retried).toMatchObject({ next: ["spec-kitty sync"] })
        expect(retried.data.changes.map(({ change, id }) => [id, change])).toEqual([[one.id, "requeued"]])
        yield* runSync()
        const { data, next } = yield* syncStatus
        expect(data.bodies).toMatchObject({ superseded: 0, dropped: 1, pending: 0, leased: 0, quarantined: 0 })
        expect(data.bodies["captured"]).toBe((data.bodies["delivered"] ?? 0) + 1)
        expect(next).toEqual([])
        const { data: records } = yield* listQueue({ ...everything, states: ["dropped"] })
        expect(records).toMatchObject({ items: [], total: 0, dropped: [{ id: two.id, reason: "gone" }], dropped_total: 1 })
        expect((yield* showItem({ id: two.id, content: true })).data)
          .toMatchObject({ item: { state: "dropped", reason: "gone" }, content: null })
      }).pipe(Effect.provide(NodeContext.layer))))

  it.scoped("U-35 --mission: its number, its beginning, and the whole name of one that is gone from disk", () =>
    inConsentingProject({ ...smallMission(mission), ...smallMission("002-beta") }, (root) =>
      Effect.gen(function*() {
        yield* runSync({ offline: true })
        const slugs = (selector: string) => Effect.map(listQueue({ ...everything, mission: selector }), ({ data }) =>
          [...new Set(data.items.map(({ mission_slug }) => mission_slug))])
        expect(yield* slugs("002")).toEqual(["002-beta"])
        yield* (yield* FileSystem.FileSystem).remove(`${root}/kitty-specs/002-beta`, { recursive: true })
        expect(yield* slugs("002-beta")).toEqual(["002-beta"])
        const none = yield* Effect.either(listQueue({ ...everything, mission: "003" }))
        expect(Either.getLeft(none)).toMatchObject(Option.some({ _tag: "MissionNotFound", code: "MISSION-01" }))
      }).pipe(Effect.provide(NodeContext.layer))))

  it.scoped("U-35 U-34 a project without a queue: nothing to list, nothing to retry, no such item", () =>
    inProject(smallMission(mission), () =>
      Effect.gen(function*() {
        expect((yield* listQueue(everything)).data).toMatchObject({ project_uuid: null, items: [], total: 0 })
        expect((yield* retryItems({ _tag: "Quarantined", kind: null })).data.changes).toEqual([])
        const shown = yield* Effect.either(showItem({ id: 7, content: false }))
        const dropped = yield* Effect.either(dropItems({ ids: [7], reason: DropReason.make("x") }))
        for (const refusal of [Either.getLeft(shown), Either.getLeft(dropped)]) {
          expect(refusal).toMatchObject(Option.some({ _tag: "QueueItemUnknown", code: "QUEUE-05", ids: [7] }))
        }
      })))
})
