import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Diagnostic } from "../../domain/Diagnostic.js"
import type { Namespace } from "../../domain/identity/Namespace.js"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import { planEnqueue } from "../../domain/sync/planEnqueue.js"
import { bodyEntry, eventEntry, type QueueEntry } from "../../domain/sync/QueueEntry.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import { DeliveryQueue } from "../../services/DeliveryQueue.js"
import { LamportClock } from "../../services/LamportClock.js"
import { dossierEnvelopes } from "../dossier/dossierEnvelopes.js"
import { isNews, recordScan } from "../dossier/recordScan.js"
import { preparePayloads, provisionalPayloads, type RefusedPayload } from "./preparePayloads.js"

/**
 * What of a scan is to be queued: its events alone (`dossier scan`), events and bodies (`sync`), or nothing. `plan`
 * queues and writes nothing, and tells what `events_and_bodies` would queue.
 */
export type CaptureWhat = "events" | "events_and_bodies" | "nothing" | "plan"

/** One item that would be queued, without its content. */
export type PlannedItem = Pick<QueueEntry, "kind" | "wireBytes">

/** What came of it: payloads the gate refused, and files of ours that could not be written. */
export interface Capture {
  readonly refused: ReadonlyArray<RefusedPayload>
  readonly warnings: ReadonlyArray<Diagnostic>
  /** For `plan` alone, in the order in which they would be sent. */
  readonly planned?: ReadonlyArray<PlannedItem>
}

const planMission = Effect.fn("planMission")(function*(
  mission: IndexedMission,
  namespace: Namespace,
  identity: ProjectIdentity
) {
  const { items, refused } = yield* provisionalPayloads(mission, namespace, identity)
  const entries = items.map((item) => item._tag === "Event" ? eventEntry(item.event) : bodyEntry(item.body))
  const { insert } = planEnqueue(entries, [], yield* Clock.currentTimeMillis)
  const planned = insert.map(({ entry: { kind, wireBytes } }): PlannedItem => ({ kind, wireBytes }))
  const capture: Capture = { refused, warnings: [], planned }
  return capture
})

/**
 * Records a scan that found something new, gates every payload and queues what passed: all of one scan in one
 * transaction, on disk before it returns.
 */
export const captureMission = Effect.fn("captureMission")(function*(
  mission: IndexedMission,
  namespace: Namespace,
  identity: ProjectIdentity,
  what: CaptureWhat
) {
  if (what === "plan") return yield* planMission(mission, namespace, identity)
  const { dossier } = mission
  const capture = (it: Capture) => it
  const news = yield* isNews(dossier)
  const { reserve: lamport } = yield* LamportClock
  if (what === "nothing") {
    const events = news ? yield* dossierEnvelopes(dossier, { namespace, identity, lamport }) : []
    return capture({ refused: [], warnings: news ? yield* recordScan(dossier, events) : [] })
  }
  const { envelopes, items, refused } = yield* preparePayloads(mission, { namespace, identity, what, lamport })
  const warnings = news ? yield* recordScan(dossier, envelopes) : []
  const report = yield* (yield* DeliveryQueue).enqueue(items)
  yield* Effect.logDebug("queued").pipe(Effect.annotateLogs({ mission: dossier.mission_slug, ...report }))
  return capture({ refused, warnings })
})
