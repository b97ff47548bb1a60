import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { canonicalJson } from "../../../domain/contract/canonicalJson.js"
import type { QueueEntry, QueueKind } from "../../../domain/sync/QueueEntry.js"
import type { MigrationScope } from "../../../domain/upgrade/MigrationScope.js"
import { ContentHasher } from "../../../services/ContentHasher.js"
import { makeReadRow, type ReadRow } from "../original/readRow.js"
import type { Records } from "../original/records.js"
import { type Known, sameAs } from "./known.js"
import { type FoundRow, queuedAtSeconds } from "./legacyQueueFiles.js"
import { makeTranslateRow, type Refusal, type Translated } from "./translateRow.js"

/** What becomes of a legacy row. */
export type Outcome =
  | { readonly _tag: "OfOthers" }
  /** Brought over before: there is a record of it. */
  | { readonly _tag: "Recorded" }
  /** Our queue has it without a record, or this run has it from another file: as the row that `same` names. */
  | { readonly _tag: "Already"; readonly same: string; readonly id: number | null }
  | { readonly _tag: "Copy"; readonly same: string; readonly translated: Translated; readonly isNewContent: boolean }
  | { readonly _tag: "Quarantine"; readonly refusal: Refusal }

/** A row with what becomes of it. */
export interface JudgedRow extends FoundRow {
  readonly kind: QueueKind
  readonly read: ReadRow
  /** When the original queued it, within what can be; milliseconds since 1970. */
  readonly queuedAtMs: number
  readonly outcome: Outcome
}

/** The original did not exist before. */
const earliestMs = 946_684_800_000

const queuedAtMs = (kind: QueueKind, { row }: FoundRow, nowMs: number): number => {
  const ms = Math.round((queuedAtSeconds(kind, row) ?? 0) * 1000)
  return ms >= earliestMs && ms <= nowMs ? ms : nowMs
}

const Envelope = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.Unknown }))
const decodeEnvelope = Schema.decodeUnknownOption(Envelope)

/** What an event says, whichever checkout filled its gaps; empty for a body, which its hash tells apart. */
const contentOf = (event: { readonly [key: string]: unknown } | null): string => {
  if (event === null) return ""
  const { build_id: _, ...said } = event
  return canonicalJson(said)
}

/** The same of a stored event; of one that can't be read it is equal to no other. */
const contentOfText = (json: string | null): string =>
  Option.match(decodeEnvelope(json), { onNone: () => "unreadable", onSome: contentOf })

interface Seen {
  readonly content: string
  readonly queuedAtMs: number
}

const divergent = (isNewer: boolean): Refusal => ({
  reasonCode: "divergent_duplicate",
  reason: `an event with the same id and another content is queued; ${isNewer ? "this" : "that"} one is the newer one`
})

type Candidate = Either.Either<Translated, Refusal>
type LookUp<E> = (entries: ReadonlyArray<QueueEntry>) => Effect.Effect<Known, E>

/**
 * Decides about legacy rows, chunk by chunk: the one decision behind a plan and behind a migration. What it has copied it
 * knows again, so that of two equal rows one is copied.
 *
 * @param lookUp what the queue held before this run
 */
export const makeJudge = Effect.fnUntraced(function*<E>(scope: MigrationScope, records: Records, lookUp: LookUp<E>) {
  const { hash } = yield* ContentHasher
  const translate = yield* makeTranslateRow(scope)
  const nowMs = yield* Clock.currentTimeMillis
  const readers = { event: makeReadRow("event", scope.project, hash), body: makeReadRow("body", scope.project, hash) }
  const seen = new Map<string, Seen>()
  const contents = new Set<string>()

  const sameOrNot = (same: string, id: number | null, mine: Seen, other: Seen): Outcome =>
    mine.content === other.content
      ? { _tag: "Already", same, id }
      : { _tag: "Quarantine", refusal: divergent(mine.queuedAtMs > other.queuedAtMs) }

  const decide = (translated: Translated, at: number, known: Known): Outcome => {
    const { entry: { contentHash, kind }, event } = translated
    const same = sameAs(translated.entry)
    const mine: Seen = { content: event === null ? "" : hash(contentOf({ ...event })), queuedAtMs: at }
    const stored = known.rows.get(same)
    if (stored !== undefined) {
      const content = kind === "event" ? hash(contentOfText(stored.json)) : ""
      return sameOrNot(same, stored.id, mine, { content, queuedAtMs: stored.queuedAtMs })
    }
    const earlier = seen.get(same)
    if (earlier !== undefined) return sameOrNot(same, null, mine, earlier)
    seen.set(same, mine)
    const isNewContent = contentHash !== null && !contents.has(contentHash) && !known.contents.has(contentHash)
    if (contentHash !== null) contents.add(contentHash)
    return { _tag: "Copy", same, translated, isNewContent }
  }

  return Effect.fnUntraced(function*(kind: QueueKind, chunk: ReadonlyArray<FoundRow>) {
    const rows = chunk.map((found) =>
      ({ ...found, kind, read: readers[kind](found.row), queuedAtMs: queuedAtMs(kind, found, nowMs) }))
    const candidates = new Map<ReadRow, Candidate>()
    for (const { queue, read } of rows) {
      if (read.whose === "others" || records.has(queue.name, kind, read.row.id, read.digest)) continue
      candidates.set(read, yield* Effect.either(translate(kind, read)))
    }
    const entries = [...candidates.values()].flatMap((one) => Either.isRight(one) ? [one.right.entry] : [])
    const known = yield* lookUp(entries)
    return rows.map((row): JudgedRow => {
      const candidate = candidates.get(row.read)
      const outcome: Outcome = candidate === undefined
        ? { _tag: row.read.whose === "others" ? "OfOthers" : "Recorded" }
        : Either.match(candidate, {
          onLeft: (refusal) => ({ _tag: "Quarantine", refusal }),
          onRight: (translated) => decide(translated, row.queuedAtMs, known)
        })
      return { ...row, outcome }
    })
  })
})
