import * as Schema from "effect/Schema"
import { CheckedViolation } from "../contract/ContractReports.js"
import { QueueListItem } from "./QueueReports.js"

const { content_hash, event_id, id, kind, mission_slug, reason, reason_code, state, subject } = QueueListItem.fields

/**
 * Who refused what is in quarantine: our own gate when it was taken for delivery, the server it was sent to, or `upgrade`
 * when it was brought over from the original tool's queue and nothing could be made of it.
 */
export const RefusedBy = Schema.Literal("gate", "server", "upgrade")
export type RefusedBy = typeof RefusedBy.Type

/** One queued item that needs attention: what it breaks, who refused it, and what to do. */
export const DiagnosedItem = Schema.Struct({
  id, kind, mission_slug, subject, event_id, content_hash, state,
  /** Null for what is not in quarantine. */
  refused_by: Schema.NullOr(RefusedBy),
  /** What was last said of it; a server's words whole in `reason`. */
  reason_code, reason,
  /** What the gate would refuse now; empty where it would let the item through, and it was the server that did not. */
  faults: Schema.Array(Schema.Struct({
    ...CheckedViolation.pick("pointer", "rule").fields,
    /** What to correct in the artifact's file; null where the fault is not in its text, and `advice` alone helps. */
    fix: Schema.NullOr(Schema.String)
  })),
  /** What to do, as a sentence. */
  advice: Schema.String,
  /** The commands that follow from it, in order. */
  next: Schema.Array(Schema.String)
})
export type DiagnosedItem = typeof DiagnosedItem.Type

/** How many items of one kind and state were looked at, and what came of it. */
export const DiagnosisCount = Schema.Struct({
  looked_at: Schema.NonNegativeInt,
  sound: Schema.NonNegativeInt,
  at_fault: Schema.NonNegativeInt
})
export type DiagnosisCount = typeof DiagnosisCount.Type

const ByState = Schema.Struct({ pending: DiagnosisCount, leased: DiagnosisCount, quarantined: DiagnosisCount })

/** `data` of `sync diagnose --json` (`sync-diagnose@1`). */
export class QueueDiagnosis extends Schema.Class<QueueDiagnosis>("spec-kitty/QueueDiagnosis")({
  project_uuid: Schema.NullOr(Schema.String),
  contract_version: Schema.String,
  /** The only mission that was looked at; null for all, and for what belongs to none. */
  mission_slug: Schema.NullOr(Schema.String),
  ...DiagnosisCount.fields,
  events: ByState,
  bodies: ByState,
  /** Those at fault by id, as many as were asked for. What is in quarantine is at fault, whoever put it there. */
  items: Schema.Array(DiagnosedItem),
  /** How many more are at fault. */
  more: Schema.NonNegativeInt
}) {}
