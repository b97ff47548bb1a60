import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ArtifactPath } from "../../../src/domain/dossier/Artifact.js"
import { IndexEntryNotFound, UploadRejected } from "../../../src/domain/sync/transportErrors.js"
import { Instant } from "../../../src/domain/text.js"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { syncStatus } from "../../../src/programs/sync/status.js"
import { QueueView } from "../../../src/services/QueueView.js"
import { bodiesOfSmallMission, smallMission } from "../../fixtures/project.js"
import { countOf, inConsentingProject, runSync } from "./world.js"

const mission = "001-alpha"
const noCounts = { captured: 0, delivered: 0, superseded: 0, dropped: 0, pending: 0, leased: 0, quarantined: 0 }
const midnight = Instant.make("2026-11-21T00:00:00.000Z")

describe("one source for every view of the queue", () => {
  it.scoped("U-24 the report and the status say the same of one queue", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        yield* (yield* BodyTransportSteering).failNext(
          new UploadRejected({ reasonCode: "validation_error", reason: "too odd" }),
          new IndexEntryNotFound({ reason: "not yet" })
        )
        const { data: report } = yield* runSync()
        const { data: status } = yield* syncStatus
        expect(status.bodies).toMatchObject({
          pending: countOf(report, "queued"),
          delivered: countOf(report, "uploaded"),
          quarantined: countOf(report, "failed:validation_error")
        })
        expect([countOf(report, "queued"), countOf(report, "uploaded"), countOf(report, "failed:validation_error")]).toEqual([1, 1, 1])
        const failed = report.missions[0]?.bodies.find(({ outcome }) => outcome === "failed")
        expect(status.quarantined.map(({ reason, subject }) => [subject, reason])).toEqual([[failed?.artifact_path, failed?.reason]])
        const queued = report.missions[0]?.bodies.find(({ outcome }) => outcome === "queued")
        expect(status.next_attempt_at).toBe(queued?.next_attempt_at)
      })))

  it.scoped("U-24 and they have it of QueueView alone: another view, and both say what it says", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        const { data: honest } = yield* runSync({ offline: true })
        const hashes = new Map(honest.missions.flatMap(({ bodies }) => bodies.map((it) => [it.artifact_path, it.content_hash])))
        const view = yield* QueueView
        const elsewhere = QueueView.of({
          ...view,
          counts: Effect.succeed({ events: { ...noCounts, pending: 41 }, bodies: { ...noCounts, quarantined: 7 } }),
          oldestQueuedAt: Effect.succeed(Option.some(midnight)),
          nextDueAt: Effect.succeed(Option.some(midnight)),
          quarantined: () => Effect.succeed([]),
          eventsOf: () => Effect.succeed([]),
          bodiesOf: () => Effect.succeed([]),
          receiptsOf: (namespace) =>
            Effect.map(view.bodiesOf(namespace), (rows) =>
              rows.flatMap(({ contentHash, subject }) =>
                contentHash === null ? [] : [{ path: ArtifactPath.make(subject), contentHash, status: "already_exists" as const, acknowledgedAt: midnight }]))
        })
        const [{ data: status }, { data: report }] = yield* Effect.all([syncStatus, runSync({ offline: true })]).pipe(
          Effect.provideService(QueueView, elsewhere)
        )
        expect(status).toMatchObject({
          events: { pending: 41 }, bodies: { quarantined: 7 }, oldest_queued_at: midnight, next_attempt_at: midnight, quarantined: []
        })
        expect(hashes.size).toBeGreaterThan(0)
        expect(countOf(report, "already_exists")).toBe(bodiesOfSmallMission.length)
      })))
})
