import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type { ContractViolations } from "../../../domain/contract/ContractViolations.js"
import type { EventEnvelope } from "../../../domain/events/EventEnvelope.js"
import { translateEvent } from "../../../domain/legacy/translateEvent.js"
import { namespaceKey } from "../../../domain/identity/Namespace.js"
import { bodyEntry, eventEntry, type QueueEntry, type QueueKind } from "../../../domain/sync/QueueEntry.js"
import { rebuildBody } from "../../../domain/sync/rebuildItem.js"
import type { MigrationScope } from "../../../domain/upgrade/MigrationScope.js"
import { ContractGate } from "../../../services/ContractGate.js"
import type { ReadRow } from "../original/readRow.js"
import { cellOf, type OriginalRow } from "../original/rows.js"

/** Why a row can't be sent. */
export interface Refusal {
  readonly reasonCode: string
  readonly reason: string
}

/** A row as the project's queue takes it. */
export interface Translated {
  readonly entry: QueueEntry
  /** What an event says, as it will be sent; null for a body. */
  readonly event: EventEnvelope | null
  /** What did not go along, as JSON values; null where all did. */
  readonly dropped: string | null
}

/** The names of a body's namespace: today's, then those from before the cutover, which count where today's says nothing. */
export const slugColumns = ["mission_slug", "feature_slug"]
const typeColumns = ["mission_type", "mission_key"]

const refuse = (reasonCode: string, reason: string): Refusal => ({ reasonCode, reason })
const contract = (violations: ContractViolations): Refusal => refuse("contract", violations.why)

const untold: Readonly<Record<QueueKind, Refusal>> = {
  event: refuse("unreadable_row", "its data is no JSON, or names no project that can be read"),
  body: refuse("unreadable_row", "its column project_uuid is no text")
}

/** A clock that stood this high would soon have no numbers left to give. */
const highestLamport = 2 ** 48
const tooHigh = refuse("lamport_too_high", "its Lamport value is one that no clock counts to")
const nameless = refuse("contract", "its names, its path or its hash are none that may be sent")

/** The first of these columns that holds something, if that is text. */
export const textOf = (row: OriginalRow, columns: ReadonlyArray<string>): string | null => {
  const found = columns.map((column) => cellOf(row, column)).find(({ type }) => type !== "null")
  return found?.type === "text" && typeof found.value === "string" ? found.value : null
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** A body's text: text of SQLite, or bytes that are UTF-8. */
const contentOf = (row: OriginalRow): string | null => {
  const { value } = cellOf(row, "content_body")
  if (typeof value === "string") return value
  return value instanceof Uint8Array
    ? Option.getOrNull(Option.liftThrowable((bytes: Uint8Array) => utf8.decode(bytes))(value))
    : null
}

const bodyNames = (row: OriginalRow) => ({
  mission_slug: textOf(row, slugColumns),
  target_branch: textOf(row, ["target_branch"]),
  mission_type: textOf(row, typeColumns),
  manifest_version: textOf(row, ["manifest_version"]),
  artifact_path: textOf(row, ["artifact_path"]),
  content_hash: textOf(row, ["content_hash"])
})

/** The first thing that keeps a body from being one. */
const bodyFault = ({ contentHash, row }: ReadRow, names: ReturnType<typeof bodyNames>): Refusal | null => {
  const [missing] = Object.entries(names).filter(([, text]) => text === null)
  if (missing !== undefined) return refuse("unreadable_row", `it has no text for ${missing[0]}`)
  const algorithm = textOf(row, ["hash_algorithm"])
  if (algorithm !== null && algorithm !== "sha256") return refuse("unreadable_row", "its hash is none of SHA-256")
  if (contentOf(row) === null) return refuse("unreadable_row", "its content is no UTF-8 text")
  return names.content_hash === contentHash ? null : refuse("hash_mismatch", "its content does not have its hash")
}

/** Brings rows of the project under the names of contract 3.0.0, and to the gate. */
export const makeTranslateRow = (scope: MigrationScope) =>
  Effect.map(ContractGate, (gate) => {
    const event = Effect.fnUntraced(function*({ parsed }: ReadRow) {
      // It is ours whatever case it is written in; the contract knows one.
      const named = Predicate.isRecord(parsed) ? { ...parsed, project_uuid: scope.project } : parsed
      const { dropped, envelope } = yield* translateEvent(named, scope)
      const gated = yield* Effect.mapError(gate.eventText(JSON.stringify(envelope)), contract)
      const entry = eventEntry(gated)
      if ((entry.lamport ?? 0) > highestLamport) return yield* Effect.fail(tooHigh)
      const lost = dropped.length === 0 ? null : JSON.stringify(dropped)
      const translated: Translated = { entry, event: gated.value, dropped: lost }
      return translated
    })

    const body = Effect.fnUntraced(function*(read: ReadRow) {
      const names = bodyNames(read.row)
      const fault = bodyFault(read, names)
      if (fault !== null) return yield* Effect.fail(fault)
      const word = (text: string | null): string => text ?? ""
      const request = rebuildBody({
        namespaceKey: namespaceKey({
          project_uuid: scope.project,
          mission_slug: word(names.mission_slug),
          target_branch: word(names.target_branch),
          mission_type: word(names.mission_type),
          manifest_version: word(names.manifest_version)
        }),
        subject: word(names.artifact_path),
        contentHash: names.content_hash,
        text: word(contentOf(read.row))
      })
      if (Option.isNone(request)) return yield* Effect.fail(nameless)
      const gated = yield* Effect.mapError(gate.body(request.value), contract)
      const translated: Translated = { entry: bodyEntry(gated), event: null, dropped: null }
      return translated
    })

    /** Fails with the reason for quarantine. */
    return (kind: QueueKind, read: ReadRow): Effect.Effect<Translated, Refusal> => {
      if (read.whose === "untold") return Either.left(untold[kind])
      return kind === "event" ? event(read) : body(read)
    }
  })
