import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { takeWithin } from "../../domain/sync/queueBounds.js"
import { type JudgeRequest, QueueContents } from "../../services/QueueContents.js"
import { type KeptItem, makeCheckContents, makeJudgeRows, pageBytes, pageSize } from "../queue/checkContents.js"
import { turnOfLoop } from "../node/turnOfLoop.js"
import { QueueDatabase } from "./queue/QueueDatabase.js"
import { storedColumns, storedFrom } from "./queue/stored.js"

const waiting = "d.state <> 'quarantined'"

interface NextRow {
  readonly id: number
  readonly wireBytes: number
}

/** What comes next, without the texts: how many of them fit is known before one is read. */
const sizesAfter = (where: string): string =>
  `SELECT d.id, d.wire_bytes AS wireBytes FROM delivery d WHERE d.id > ? AND ${where} ORDER BY d.id LIMIT ${pageSize}`

const keptById = `SELECT d.id, d.kind, d.state, d.mission_slug AS missionSlug, d.reason_code AS reasonCode, d.reason,
  ${storedColumns} ${storedFrom} WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id`

const page = Effect.fnUntraced(function*(after: number, where: string, parameters: ReadonlyArray<string> = []) {
  const { sql } = yield* QueueDatabase
  const next = yield* sql.unsafe<NextRow>(sizesAfter(where), [after, ...parameters])
  const ids = takeWithin(next, pageSize, pageBytes).map(({ id }) => id)
  return yield* sql.unsafe<KeptItem>(keptById, [JSON.stringify(ids)])
})

/** Reads of the queue's file, each page a transaction of its own: a long look keeps nobody from writing, hears Ctrl-C. */
export const layer = Layer.effect(
  QueueContents,
  Effect.gen(function*() {
    const database = yield* QueueDatabase
    const check = yield* makeCheckContents
    const judgeRows = yield* makeJudgeRows
    const read = (...rows: Parameters<typeof page>) =>
      Effect.zipRight(turnOfLoop, database.read(Effect.provideService(page(...rows), QueueDatabase, database)))
    return QueueContents.of({
      check: check((after) => read(after, waiting)),
      judged: ({ afterId, missionSlug }: JudgeRequest) =>
        Effect.flatMap(
          missionSlug === null ? read(afterId, "1") : read(afterId, "d.mission_slug = ?", [missionSlug]),
          judgeRows
        )
    })
  })
)
