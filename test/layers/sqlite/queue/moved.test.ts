import { describe, expect, it } from "@effect/vitest"
import type { SqlClient } from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import { identityOf } from "../../../../src/layers/sqlite/queue/fileIdentity.js"
import { makeQueueDatabase, QueueDatabase } from "../../../../src/layers/sqlite/queue/QueueDatabase.js"
import { DeliveryQueue } from "../../../../src/services/DeliveryQueue.js"
import { LamportClock } from "../../../../src/services/LamportClock.js"
import { QueueOpening } from "../../../../src/services/QueueOpening.js"
import { QueueView } from "../../../../src/services/QueueView.js"
import { history } from "../../../../src/laws/fixtures/queueItems.js"
import { everything, temporaryFolder } from "../../../../src/laws/fixtures/queueWorld.js"
import { behindItsBack, fileAt, opened } from "./openings.js"

const enqueue = (n: number) => Effect.flatMap(DeliveryQueue, (queue) => queue.enqueue([history(n)]))
const captured = Effect.flatMap(QueueView, ({ counts }) => Effect.map(counts, ({ events }) => events.captured))

/** Another process that takes the file for damaged, moves it aside and goes on with a new one; says where the old is. */
const another = (home: string) =>
  Effect.gen(function*() {
    behindItsBack(home, (database) => database.pragma("application_id = 7"))
    const context = yield* Layer.build(Layer.fresh(opened(home)))
    const recovered = yield* Effect.provide(Effect.map(QueueOpening, (opening) => opening.recovered), context)
    return { context, movedTo: Option.getOrThrow(recovered).movedTo }
  })

const moved = Option.some({
  _tag: "QueueUnavailable", reason: "io", detail: "the file was moved aside by another process"
})

/** The same client, on whose COMMIT something happens first. */
const atCommit = (sql: SqlClient, first: () => void): SqlClient => {
  const steered = (connection: Connection): Connection =>
    ({
      execute: (...given) => connection.execute(...given),
      executeStream: (...given) => connection.executeStream(...given),
      executeValues: (...given) => connection.executeValues(...given),
      executeUnprepared: (...given) => connection.executeUnprepared(...given),
      executeRaw: (statement, parameters) =>
        Effect.zipRight(Effect.sync(() => statement === "COMMIT" && first()), connection.executeRaw(statement, parameters))
    })
  const reserve = Effect.map(sql.reserve, steered)
  return new Proxy(sql, { get: (target, name): unknown => name === "reserve" ? reserve : Reflect.get(target, name) })
}

describe("a queue file that another process moves aside while it is open", () => {
  it.scoped("G-Q6 G-D1 no write is taken any more, and none lands in the file that was moved", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.gen(function*() {
        yield* enqueue(1)
        const { movedTo } = yield* another(home)
        const queue = yield* DeliveryQueue
        const clock = yield* LamportClock
        for (const write of [Effect.asVoid(enqueue(2)), Effect.asVoid(queue.claimEvents(everything)), Effect.asVoid(clock.reserve(1))]) {
          expect(Either.getLeft(yield* Effect.either(write))).toMatchObject(moved)
        }
        expect(fs.existsSync(movedTo)).toBe(true)
        // What this connection still sees is the old file.
        const { sql } = yield* QueueDatabase
        expect(yield* sql.unsafe("SELECT count(*) AS rows, max(claims) AS claims FROM delivery"))
          .toEqual([{ rows: 1, claims: 0 }])
      }).pipe(Effect.provide(opened(home)))
      expect(yield* Effect.provide(captured, opened(home))).toBe(1)
    }))

  it.scoped("G-D1 closing the file that was moved costs the new one nothing", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.scoped(Effect.gen(function*() {
        const context = yield* Effect.gen(function*() {
          yield* enqueue(1)
          const { context } = yield* another(home)
          yield* Effect.provide(enqueue(2), context)
          return context
        }).pipe(Effect.provide(opened(home)))
        yield* Effect.provide(enqueue(3), context)
        expect(yield* Effect.provide(captured, Layer.fresh(opened(home)))).toBe(3)
      }))
      expect(yield* Effect.provide(captured, opened(home))).toBe(3)
    }))

  it.scoped("G-D1 a file that is gone, or moved while COMMIT runs, is told as well", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const aside = `${fileAt(home)}.aside`
      yield* Effect.gen(function*() {
        const { path, sql } = yield* QueueDatabase
        const { write } = makeQueueDatabase(atCommit(sql, () => fs.renameSync(path, aside)), path, yield* identityOf(path))
        const late = yield* Effect.either(write(sql`UPDATE lamport SET value = 7`))
        expect(Either.getLeft(late)).toMatchObject(moved)
        expect(yield* sql.unsafe("SELECT value FROM lamport")).toEqual([{ value: 7 }])
        expect(Either.getLeft(yield* Effect.either(enqueue(1)))).toMatchObject(moved)
        fs.renameSync(aside, path)
        expect(yield* enqueue(1)).toMatchObject({ captured: 1 })
      }).pipe(Effect.provide(opened(home)))
    }))
})
