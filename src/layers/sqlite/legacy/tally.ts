import type { QueueKind } from "../../../domain/sync/QueueEntry.js"
import type { LegacyQueuePlan, RowTally } from "../../../domain/upgrade/UpgradePlan.js"
import type { OriginalQueue } from "../original/OriginalQueue.js"
import type { JudgedRow, Outcome } from "./judgeRows.js"

type Counts = { -readonly [place in keyof RowTally]: number }

const none = (): Counts => ({ total: 0, to_copy: 0, to_quarantine: 0, already: 0, of_others: 0 })

const placeOf = {
  Copy: "to_copy", Quarantine: "to_quarantine", Already: "already", Recorded: "already", OfOthers: "of_others"
} as const satisfies Record<Outcome["_tag"], keyof RowTally>

/** What is added to the queue. */
interface Added {
  copied: number
  quarantined: number
}

/** Counts what becomes of the rows of each file; see `RowTally` for its law. */
export class Tallies {
  readonly #counts = new Map<string, Record<QueueKind, Counts>>()
  readonly #reasons = new Map<string, Map<string, number>>()
  readonly added: Record<QueueKind, Added> = { event: { copied: 0, quarantined: 0 }, body: { copied: 0, quarantined: 0 } }
  /** Rows that get a record. */
  recorded = 0
  /** UTF-8 bytes of contents that the queue has to store for it. */
  newBytes = 0

  #countsOf(name: string): Record<QueueKind, Counts> {
    const counts = this.#counts.get(name) ?? { event: none(), body: none() }
    this.#counts.set(name, counts)
    return counts
  }

  add({ kind, outcome, queue: { name } }: JudgedRow): void {
    const counts = this.#countsOf(name)[kind]
    counts.total++
    counts[placeOf[outcome._tag]]++
    if (outcome._tag !== "OfOthers" && outcome._tag !== "Recorded") this.recorded++
    if (outcome._tag === "Copy") {
      this.added[kind].copied++
      if (outcome.isNewContent) this.newBytes += outcome.translated.entry.contentBytes
    }
    if (outcome._tag !== "Quarantine") return
    this.added[kind].quarantined++
    const reasons = this.#reasons.get(name) ?? new Map<string, number>()
    reasons.set(outcome.refusal.reasonCode, (reasons.get(outcome.refusal.reasonCode) ?? 0) + 1)
    this.#reasons.set(name, reasons)
  }

  planOf({ file, name }: OriginalQueue): LegacyQueuePlan {
    const counts = this.#countsOf(name)
    const reasons = [...(this.#reasons.get(name) ?? [])].sort(([one], [other]) => one < other ? -1 : 1)
    return { file, events: { ...counts.event }, bodies: { ...counts.body }, quarantine_reasons: Object.fromEntries(reasons) }
  }
}
