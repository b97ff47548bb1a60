import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { brokenLimit, type QueueSize } from "../../../domain/sync/queueBounds.js"
import type { MigrationScope } from "../../../domain/upgrade/MigrationScope.js"
import { Settings } from "../../../services/Settings.js"
import type { OriginalQueue } from "../original/OriginalQueue.js"
import { noRecords, readRecords } from "../original/records.js"
import { openToLook } from "../queue/look.js"
import { QueueDatabase } from "../queue/QueueDatabase.js"
import { sizeNow } from "../queue/tallies.js"
import { type JudgedRow, makeJudge } from "./judgeRows.js"
import { knowsNothing, lookUp } from "./known.js"
import { chunksOf, openAll } from "./legacyQueueFiles.js"
import { Tallies } from "./tally.js"

/** Every row of every file, judged, in chunks: events first, since bodies wait for them. */
export const judgeAll = Effect.fnUntraced(function*<E, R, E2, R2>(
  queues: ReadonlyArray<OriginalQueue>,
  judge: (kind: "event" | "body", chunk: Effect.Effect.Success<Effect.Effect.Success<ReturnType<typeof chunksOf>>>) =>
    Effect.Effect<ReadonlyArray<JudgedRow>, E, R>,
  use: (rows: ReadonlyArray<JudgedRow>) => Effect.Effect<void, E2, R2>
) {
  for (const kind of ["event", "body"] as const) {
    const next = yield* chunksOf(queues, kind)
    for (let chunk = yield* next; chunk.length > 0; chunk = yield* next) yield* use(yield* judge(kind, chunk))
  }
})

/** The limit that the queue would break with all that is added to it. */
export const refuseOverfull = Effect.fnUntraced(function*(before: QueueSize, { added, newBytes }: Tallies) {
  const { queueMaxBytes, queueMaxItems } = yield* Settings
  const after = {
    events: before.events + added.event.copied + added.event.quarantined,
    bodies: before.bodies + added.body.copied + added.body.quarantined,
    bytes: before.bytes + newBytes
  }
  const broken = brokenLimit(before, after, { maxItems: queueMaxItems, maxBytes: queueMaxBytes })
  if (Option.isSome(broken)) return yield* broken.value
})

const empty: QueueSize = { events: 0, bodies: 0, bytes: 0 }

/** What our queue knows; nothing where there is none. */
const ground = Effect.fnUntraced(function*(scope: MigrationScope, queues: ReadonlyArray<OriginalQueue>) {
  const opened = yield* openToLook(scope.project)
  if (Option.isNone(opened)) {
    return { size: empty, judge: yield* makeJudge(scope, noRecords, () => Effect.succeed(knowsNothing)) }
  }
  const database = opened.value
  const names = new Set(queues.map(({ name }) => name))
  const records = yield* database.read(readRecords(database.sql, (name) => names.has(name)))
  const size = yield* database.read(Effect.provideService(sizeNow, QueueDatabase, database))
  const judge = yield* makeJudge(scope, records, (entries) =>
    database.read(lookUp(database.sql, entries, Number.MAX_SAFE_INTEGER)))
  return { size, judge }
})

/** What a migration would do, row by row. Fails where the queue would have no room for it. */
export const planRows = Effect.fn("LegacyQueues.plan")(function*(scope: MigrationScope) {
  const { leftAlone, queues } = yield* openAll(scope.project)
  const { judge, size } = yield* ground(scope, queues)
  const tallies = new Tallies()
  yield* judgeAll(queues, judge, (rows) => Effect.sync(() => rows.forEach((row) => tallies.add(row))))
  yield* refuseOverfull(size, tallies)
  return { queues: queues.map((queue) => tallies.planOf(queue)), leftAlone }
}, Effect.scoped)
