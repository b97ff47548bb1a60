import * as Effect from "effect/Effect"
import type { ContentsReport, UnusableRow } from "../../services/QueueContents.js"
import { makeReadmit, type StoredItem } from "./readmit.js"

/** A waiting row with what is stored of its content. */
export interface WaitingItem extends StoredItem {
  readonly id: number
  readonly kind: "event" | "body"
  readonly missionSlug: string | null
}

/** Rows held in memory at once; a body has at most 512 KiB. */
export const pageSize = 64

const shownAtMost = 100
const encoder = new TextEncoder()

/**
 * Judges every waiting row as a claim would, page by page.
 *
 * @param page waiting rows with an id above the one given, by id, at most `pageSize`; the last page is empty
 */
export const makeCheckContents = Effect.map(makeReadmit, (readmit) =>
  Effect.fn("QueueContents.check")(function*<E>(page: (after: number) => Effect.Effect<ReadonlyArray<WaitingItem>, E>) {
    let report: ContentsReport = { rows: 0, bytes: 0, unusable: [], unusableCount: 0 }
    for (let items = yield* page(0);;) {
      const last = items.at(-1)
      if (last === undefined) return report
      const unusable: Array<UnusableRow> = []
      for (const item of items) {
        const admitted = item.kind === "event" ? Effect.asVoid(readmit.event(item)) : Effect.asVoid(readmit.body(item))
        const judged = yield* Effect.either(admitted)
        if (judged._tag === "Right") continue
        const { id, kind, missionSlug, subject } = item
        unusable.push({ id, kind, missionSlug, subject, reasonCode: judged.left.reasonCode, reason: judged.left.reason })
      }
      report = {
        rows: report.rows + items.length,
        bytes: items.reduce((sum, { text }) => sum + encoder.encode(text ?? "").byteLength, report.bytes),
        unusable: [...report.unusable, ...unusable].slice(0, shownAtMost),
        unusableCount: report.unusableCount + unusable.length
      }
      items = yield* page(last.id)
    }
  }))
