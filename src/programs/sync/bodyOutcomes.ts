import * as Effect from "effect/Effect"
import type { IndexedArtifact } from "../../domain/dossier/MissionDossier.js"
import type { UploadOutcome } from "../../domain/sync/UploadOutcome.js"
import { type QueuedItem, QueueView, type Receipt } from "../../services/QueueView.js"
import type { CapturedMission } from "./captureMissions.js"

interface Evidence {
  readonly mission: CapturedMission
  /** Rows and receipts by path and hash. */
  readonly rows: ReadonlyMap<string, QueuedItem>
  readonly receipts: ReadonlyMap<string, Receipt>
  /** What the namespace's events wait for; null where none waits: a body waits for its own Indexed event. */
  readonly eventsWait: string | null
  /** Why nothing was queued; null where it was. */
  readonly notQueued: { readonly code: string; readonly reason: string } | null
}

const keyOf = (path: string, hash: string): string => `${hash} ${path}`

const outcome = (artifact: IndexedArtifact, fields: Partial<UploadOutcome> & Pick<UploadOutcome, "outcome" | "reason">): UploadOutcome => ({
  artifact_path: artifact.relative_path,
  reason_code: null,
  content_hash: artifact.content_hash_sha256 === "" ? null : artifact.content_hash_sha256,
  retry_count: 0,
  next_attempt_at: null,
  acknowledged_at: null,
  ...fields
})

/** A body that was never tried waits for its Indexed event where one is queued, or for its turn. */
const untried = (eventsWait: string | null) =>
  eventsWait === null
    ? { reason_code: "not_sent_yet", reason: "queued, not sent yet" }
    : { reason_code: "event_queued", reason: `its index event is queued (${eventsWait})` }

const ofRow = (artifact: IndexedArtifact, row: QueuedItem, eventsWait: string | null): UploadOutcome =>
  outcome(artifact, {
    outcome: row.state === "quarantined" ? "failed" : "queued",
    ...(row.reasonCode === null || row.reason === null
      ? untried(eventsWait)
      : { reason_code: row.reasonCode, reason: row.reason }),
    retry_count: row.retryCount,
    next_attempt_at: row.nextAttemptAt
  })

/** What became of one body, from the evidence at hand: a queued row, else a receipt of this very hash. */
const outcomeOf = (artifact: IndexedArtifact, evidence: Evidence): UploadOutcome => {
  const { mission, notQueued } = evidence
  if (artifact.upload.decision === "skip") {
    return outcome(artifact, {
      outcome: "skipped",
      reason_code: artifact.upload.reason_code,
      reason: artifact.upload.reason
    })
  }
  if (mission.refused.has(artifact.relative_path)) {
    const reason = "the contract gate refused it; see the diagnostics"
    return outcome(artifact, { outcome: "skipped", reason_code: "contract", reason })
  }
  if (mission.queueFull) {
    return outcome(artifact, { outcome: "failed", reason_code: "queue_full", reason: "the delivery queue is full" })
  }
  if (notQueued !== null) {
    return outcome(artifact, { outcome: "skipped", reason_code: notQueued.code, reason: notQueued.reason })
  }
  const key = keyOf(artifact.relative_path, artifact.content_hash_sha256)
  const row = evidence.rows.get(key)
  if (row !== undefined) return ofRow(artifact, row, evidence.eventsWait)
  const receipt = evidence.receipts.get(key)
  return receipt === undefined
    ? outcome(artifact, { outcome: "queued", reason_code: "superseded", reason: "a newer version took its place" })
    : outcome(artifact, {
      ...(receipt.status === "already_exists"
        ? { outcome: "already_exists", reason: "the receiver had it already" }
        : { outcome: "uploaded", reason: "the receiver stored it" }),
      acknowledged_at: receipt.acknowledgedAt
    })
}

const noServer = { code: "no_server", reason: "nothing is queued or sent before a server is set: spec-kitty sync server URL" }
const noNamespace = { code: "namespace_incomplete", reason: "meta.json lacks a field of the namespace" }

/** The first reason that a queued event has; events without one have not been sent. */
const reasonOfEvents = (events: ReadonlyArray<QueuedItem>): string | null =>
  events.length === 0 ? null : events.find(({ reason }) => reason !== null)?.reason ?? "not sent yet"

/**
 * The outcome of every body of a mission (047 FR-012), given its events that still wait. A required artifact that is
 * absent has no body.
 */
export const bodyOutcomes = Effect.fn("bodyOutcomes")(function*(
  mission: CapturedMission,
  waiting: ReadonlyArray<QueuedItem>,
  hasServer: boolean
) {
  const view = yield* QueueView
  const { namespace } = mission
  const bodies = mission.dossier.artifacts.filter(({ error_reason }) => error_reason !== "not_found")
  const evidence: Evidence = namespace === null || !hasServer
    ? { mission, rows: new Map(), receipts: new Map(), eventsWait: null, notQueued: namespace === null ? noNamespace : noServer }
    : {
      mission,
      rows: new Map((yield* view.bodiesOf(namespace)).map((row) => [keyOf(row.subject, row.contentHash ?? ""), row])),
      receipts: new Map((yield* view.receiptsOf(namespace)).map((it) => [keyOf(it.path, it.contentHash), it])),
      eventsWait: reasonOfEvents(waiting),
      notQueued: null
    }
  return bodies.map((artifact) => outcomeOf(artifact, evidence))
})
