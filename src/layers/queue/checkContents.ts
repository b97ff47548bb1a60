import * as Effect from "effect/Effect"
import { utf8Length } from "../../domain/sync/QueueEntry.js"
import type { Unusable } from "../../domain/sync/Unusable.js"
import type { ContentsReport, JudgedRow, UnusableRow } from "../../services/QueueContents.js"
import { storedHash } from "./changes.js"
import { isForeign, makeJudgeStored, type StoredItem } from "./judgeStored.js"

/** A row with what is stored of its content. */
export interface KeptItem extends StoredItem, Omit<JudgedRow, "contentHash" | "eventId" | "isForeign" | "faults"> {}

/** Rows held in memory at once. */
export const pageSize = 64
/** Their texts together, in bytes of the JSON that would be sent; a single larger row is held alone. */
export const pageBytes = 4 * 1024 * 1024

const shownAtMost = 100

const makeFaultOf = Effect.map(makeJudgeStored, (judge) => (item: KeptItem): Effect.Effect<Unusable | null> =>
  Effect.match(item.kind === "event" ? Effect.asVoid(judge.event(item)) : Effect.asVoid(judge.body(item)), {
    onSuccess: () => null,
    onFailure: (unusable) => unusable
  }))

/**
 * Judges every waiting row as a claim would, page by page.
 *
 * @param page waiting rows with an id above the one given, by id; the last page is empty
 */
export const makeCheckContents = Effect.map(makeFaultOf, (faultOf) =>
  Effect.fn("QueueContents.check")(function*<E>(page: (after: number) => Effect.Effect<ReadonlyArray<KeptItem>, E>) {
    let report: ContentsReport = { rows: 0, bytes: 0, unusable: [], unusableCount: 0 }
    for (let items = yield* page(0);;) {
      const last = items.at(-1)
      if (last === undefined) return report
      const unusable: Array<UnusableRow> = []
      for (const item of items) {
        const fault = yield* faultOf(item)
        if (fault === null) continue
        const { id, kind, missionSlug, subject } = item
        unusable.push({ id, kind, missionSlug, subject, reasonCode: fault.reasonCode, reason: fault.reason })
      }
      report = {
        rows: report.rows + items.length,
        bytes: items.reduce((sum, { text }) => sum + utf8Length(text ?? ""), report.bytes),
        unusable: [...report.unusable, ...unusable].slice(0, shownAtMost),
        unusableCount: report.unusableCount + unusable.length
      }
      items = yield* page(last.id)
    }
  }))

/** Judges the rows of one page, whatever their state. */
export const makeJudgeRows = Effect.map(makeFaultOf, (faultOf) => (items: ReadonlyArray<KeptItem>) =>
  Effect.forEach(items, (item) =>
    Effect.map(faultOf(item), (fault): JudgedRow => ({
      id: item.id,
      kind: item.kind,
      state: item.state,
      missionSlug: item.missionSlug,
      subject: item.subject,
      eventId: item.eventId,
      contentHash: storedHash(item.contentHash),
      reasonCode: item.reasonCode,
      reason: item.reason,
      isForeign: isForeign(item),
      faults: fault?.faults ?? []
    }))))
