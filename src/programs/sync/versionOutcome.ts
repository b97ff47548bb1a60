import * as Effect from "effect/Effect"
import type { IndexedArtifact } from "../../domain/dossier/MissionDossier.js"
import type { Namespace } from "../../domain/identity/Namespace.js"
import type { UploadOutcome } from "../../domain/sync/UploadOutcome.js"
import { type QueuedItem, QueueView, type Receipt } from "../../services/QueueView.js"

/** What queue and receipts know of the bodies of one namespace. */
export interface BodyEvidence {
  /** Rows and receipts by path and hash. */
  readonly rows: ReadonlyMap<string, QueuedItem>
  readonly receipts: ReadonlyMap<string, Receipt>
  /** What the namespace's events wait for; null where none waits: a body waits for its own Indexed event. */
  readonly eventsWait: string | null
}

export const noEvidence: BodyEvidence = { rows: new Map(), receipts: new Map(), eventsWait: null }

/** Why nothing of a mission is queued. */
export interface NotQueued {
  readonly code: string
  readonly reason: string
}
export const noServer: NotQueued = {
  code: "no_server",
  reason: "nothing is queued or sent before a server is set: spec-kitty sync server URL"
}
export const noNamespace: NotQueued = { code: "namespace_incomplete", reason: "meta.json lacks a field of the namespace" }

const keyOf = (path: string, hash: string): string => `${hash} ${path}`

/** The first reason that a queued event has; events without one have not been sent. */
const reasonOfEvents = (events: ReadonlyArray<QueuedItem>): string | null =>
  events.length === 0 ? null : events.find(({ reason }) => reason !== null)?.reason ?? "not sent yet"

/** @param waiting the namespace's events that still wait */
export const bodyEvidence = Effect.fn("bodyEvidence")(function*(namespace: Namespace, waiting: ReadonlyArray<QueuedItem>) {
  const view = yield* QueueView
  const evidence: BodyEvidence = {
    rows: new Map((yield* view.bodiesOf(namespace)).map((row) => [keyOf(row.subject, row.contentHash ?? ""), row])),
    receipts: new Map((yield* view.receiptsOf(namespace)).map((it) => [keyOf(it.path, it.contentHash), it])),
    eventsWait: reasonOfEvents(waiting)
  }
  return evidence
})

export const outcome = (
  artifact: IndexedArtifact,
  fields: Partial<UploadOutcome> & Pick<UploadOutcome, "outcome" | "reason">
): UploadOutcome => ({
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

/**
 * What became of the version of a body that is on disk: of a queued row, else of a receipt, for this very hash. Null
 * where neither says anything of it.
 */
export const versionOutcome = (artifact: IndexedArtifact, evidence: BodyEvidence): UploadOutcome | null => {
  const key = keyOf(artifact.relative_path, artifact.content_hash_sha256)
  const row = evidence.rows.get(key)
  if (row !== undefined) return ofRow(artifact, row, evidence.eventsWait)
  const receipt = evidence.receipts.get(key)
  if (receipt === undefined) return null
  return outcome(artifact, {
    ...(receipt.status === "already_exists"
      ? { outcome: "already_exists", reason: "the receiver had it already" }
      : { outcome: "uploaded", reason: "the receiver stored it" }),
    acknowledged_at: receipt.acknowledgedAt
  })
}
