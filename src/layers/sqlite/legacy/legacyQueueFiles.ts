import * as Effect from "effect/Effect"
import type { ProjectUuid } from "../../../domain/identity/ids.js"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import type { QueueKind } from "../../../domain/sync/QueueEntry.js"
import type { LeftAlone } from "../../../domain/upgrade/UpgradePlan.js"
import { Settings } from "../../../services/Settings.js"
import { originalFiles } from "../original/files.js"
import { openOriginal, type OriginalQueue, type OriginalTable } from "../original/OriginalQueue.js"
import { unreadable } from "../original/OriginalUnreadable.js"
import { beforeAll, type Cell, cellOf, type OriginalRow, type Page, pagesOf } from "../original/rows.js"
import { projectFolder } from "../../node/projectFolder.js"

/** A row of one file. */
export interface FoundRow {
  readonly queue: OriginalQueue
  readonly row: OriginalRow
}

const leftAlone = (path: string, detail: string): LeftAlone => ({ path, line: null, detail })

/** Every file of the original tool's queues that can be read, whole; and those that can't be, with the reason. */
export const openAll = Effect.fn("openAll")(function*(project: ProjectUuid) {
  const { home } = yield* Settings
  const options = { copyWithin: projectFolder(home, project), whole: true }
  const [left, queues] = yield* Effect.partition(originalFiles(home), (at) => openOriginal(at, options))
  const unknown = queues.filter(({ unknownTables }) => unknownTables.length > 0)
  return {
    queues,
    leftAlone: [
      ...left.map(({ detail, file }) => leftAlone(file, detail)),
      ...unknown.map(({ file, unknownTables }) =>
        leftAlone(file, `these tables of it are none that we know, and stay: ${unknownTables.join(", ")}`))
    ]
  }
})

/** A body may have half a megabyte. */
const rowsPerPage = 64
const rowsPerChunk = 256

const timeColumns = { event: "timestamp", body: "created_at" } as const satisfies Record<QueueKind, string>

/** When the original queued it, by its clock, in seconds since 1970; null where that is no number. */
export const queuedAtSeconds = (kind: QueueKind, row: OriginalRow): number | null => {
  const { value }: Cell = cellOf(row, timeColumns[kind])
  const seconds = typeof value === "bigint" ? Number(value) : value
  return typeof seconds === "number" && Number.isFinite(seconds) ? seconds : null
}

/** Reads a table to its end, looking one row ahead. */
class Cursor {
  readonly queue: OriginalQueue
  readonly kind: QueueKind
  readonly #page: Page
  #rows: ReadonlyArray<OriginalRow> = []
  #at = 0
  #after = beforeAll
  constructor(queue: OriginalQueue, kind: QueueKind, page: Page) {
    this.queue = queue
    this.kind = kind
    this.#page = page
  }
  get head(): OriginalRow | undefined {
    if (this.#at === this.#rows.length) {
      this.#rows = this.#page(this.#after, rowsPerPage)
      this.#at = 0
      this.#after = this.#rows.at(-1)?.id ?? this.#after
    }
    return this.#rows[this.#at]
  }
  step(): void {
    this.#at++
  }
}

/** Of several files the row that was queued first; of one file, and in doubt, the one that stands first. */
const nextOf = (cursors: ReadonlyArray<Cursor>): FoundRow | null => {
  let best: { readonly cursor: Cursor; readonly row: OriginalRow; readonly at: number } | null = null
  for (const cursor of cursors) {
    const row = cursor.head
    if (row === undefined) continue
    const at = queuedAtSeconds(cursor.kind, row) ?? 0
    if (best === null || at < best.at) best = { cursor, row, at }
  }
  if (best === null) return null
  best.cursor.step()
  return { queue: best.cursor.queue, row: best.row }
}

const takeChunk = (cursors: ReadonlyArray<Cursor>): ReadonlyArray<FoundRow> => {
  const chunk: Array<FoundRow> = []
  while (chunk.length < rowsPerChunk) {
    const next = nextOf(cursors)
    if (next === null) break
    chunk.push(next)
  }
  return chunk
}

/** The table of one kind, where the file has it. */
export const tableOf = ({ tables }: OriginalQueue, kind: QueueKind): OriginalTable | undefined =>
  tables.find((table) => table.kind === kind)

/** A file that could be read when it was opened, and can't be any more: nothing goes on without it. */
const lost = (file: string) => (cause: unknown): QueueUnavailable =>
  new QueueUnavailable({ reason: "io", path: file, detail: unreadable(file)(cause).detail })

/**
 * All rows of one kind in the order in which they were queued, a chunk at a time: what is read is never more than two
 * pages of each file. Empty at the end.
 */
export const chunksOf = (queues: ReadonlyArray<OriginalQueue>, kind: QueueKind) =>
  Effect.map(
    Effect.forEach(queues, (queue) => {
      const table = tableOf(queue, kind)
      return Effect.try({
        try: () => table === undefined ? [] : [new Cursor(queue, kind, pagesOf(queue, table))],
        catch: lost(queue.file)
      })
    }),
    (cursors) => {
      const all = cursors.flat()
      return Effect.try({ try: () => takeChunk(all), catch: lost(queues.map(({ file }) => file).join(", ")) })
    }
  )
