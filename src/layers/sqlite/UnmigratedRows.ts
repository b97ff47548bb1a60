import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { LegacyQueueWaits } from "../../domain/identity/projectErrors.js"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import type { QueueKind } from "../../domain/sync/QueueEntry.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { Settings } from "../../services/Settings.js"
import { UnmigratedRows } from "../../services/UnmigratedRows.js"
import { originalFiles, type OriginalFile, stampOf } from "./original/files.js"
import { openOriginal, type OriginalQueue, type OriginalTable } from "./original/OriginalQueue.js"
import { type OriginalUnreadable, unreadable } from "./original/OriginalUnreadable.js"
import { makeReadRow } from "./original/readRow.js"
import { noRecords, readRecords, type Records } from "./original/records.js"
import { beforeAll, pagesOf } from "./original/rows.js"
import { projectFolder } from "../node/projectFolder.js"
import { openToLook } from "./queue/look.js"

/** A body may have half a megabyte. */
const rowsPerPage = 64

/** What our queue has recorded of these files; none where it is made anew by whoever opens it next. */
const recordsOf = (project: ProjectUuid, files: ReadonlyArray<OriginalFile>) =>
  Effect.scoped(Effect.flatMap(openToLook(project), Option.match({
    onNone: () => Effect.succeed(noRecords),
    onSome: ({ read, sql }) => {
      const stamps = new Map(files.map(({ file, name }) => [name, stampOf(file)]))
      return read(readRecords(sql, (name, stamp) => stamps.has(name) && stamps.get(name) !== stamp))
    }
  })))

/** Skips what is another project's without reading its content. */
const perhapsOurs = {
  event: "? IS NOT NULL",
  body: "lower(trim(project_uuid)) = ?"
} as const

const countIn = Effect.fnUntraced(function*(
  queue: OriginalQueue,
  table: OriginalTable,
  project: ProjectUuid,
  records: Records
) {
  const { hash } = yield* ContentHasher
  const read = makeReadRow(table.kind, project, hash)
  const page = pagesOf(queue, table, perhapsOurs[table.kind], project)
  // A row of nobody that can be told holds up no project: `upgrade` takes it along once it runs.
  const isNew = ({ digest, row, whose }: ReturnType<typeof read>): boolean =>
    whose === "ours" && !records.has(queue.name, table.kind, row.id, digest)
  let count = 0
  for (let after = beforeAll;;) {
    const rows = yield* Effect.try({ try: () => page(after, rowsPerPage), catch: unreadable(queue.file) })
    const last = rows.at(-1)
    if (last === undefined) return count
    count += rows.map(read).filter(isNew).length
    after = last.id
  }
})

const waitingIn = Effect.fnUntraced(function*(at: OriginalFile, project: ProjectUuid, records: Records) {
  const { home } = yield* Settings
  const queue = yield* openOriginal(at, { copyWithin: projectFolder(home, project), whole: false })
  const count = (kind: QueueKind) => {
    const table = queue.tables.find((one) => one.kind === kind)
    return table === undefined ? Effect.succeed(0) : countIn(queue, table, project, records)
  }
  return { file: at.file, events: yield* count("event"), bodies: yield* count("body") }
}, Effect.scoped)

/** What can't be read is nobody's to wait for: `upgrade` names it. */
const leaveAlone = ({ file, message }: OriginalUnreadable) =>
  Effect.as(Effect.logDebug(message), { file, events: 0, bodies: 0 })

const look = Effect.fn("UnmigratedRows.of")(function*(project: ProjectUuid) {
  const { home } = yield* Settings
  const files = originalFiles(home)
  if (files.length === 0) return Option.none()
  const records = yield* recordsOf(project, files)
  const changed = files.filter(({ file, name }) => records.stampOf(name) !== stampOf(file))
  const found = yield* Effect.forEach(changed, (at) =>
    Effect.catchTag(waitingIn(at, project, records), "OriginalUnreadable", leaveAlone))
  const waiting = found.filter(({ bodies, events }) => events + bodies > 0)
  return Option.map(Option.fromNullable(waiting[0]), ({ file }) =>
    new LegacyQueueWaits({
      file,
      events: waiting.reduce((sum, { events }) => sum + events, 0),
      bodies: waiting.reduce((sum, { bodies }) => sum + bodies, 0)
    }))
})

/** Looks into the files of the original tool's queues, and at what our queue has recorded of them. */
export const layer: Layer.Layer<UnmigratedRows, never, Settings | ContentHasher> = Layer.effect(
  UnmigratedRows,
  Effect.map(Effect.context<Settings | ContentHasher>(), (context) =>
    UnmigratedRows.of({
      of: (project) =>
        look(project).pipe(
          // Whoever opens it next moves it aside and saves what it can, records as well: then they can be asked.
          Effect.catchIf(({ reason }) => reason === "not_a_database", () => Effect.succeedNone),
          Effect.provide(context)
        )
    }))
)
