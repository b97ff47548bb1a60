import { type SqlClient, TransactionConnection } from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schedule from "effect/Schedule"
import { LockPatience } from "../../../services/LockPatience.js"
import { isBusy } from "./sqlFailure.js"

/** How long a statement blocks this process on a lock; short, since better-sqlite3 stops the event loop meanwhile. */
export const busyTimeoutMs = 20

const askAgain = (patience: Duration.Duration) =>
  Schedule.spaced("25 millis").pipe(Schedule.jittered, Schedule.upTo(patience))

const run = (connection: Connection, statement: string): Effect.Effect<void, SqlError> =>
  Effect.asVoid(connection.executeRaw(statement, []))

/** A failed COMMIT leaves the transaction open, or ended: either way it must be over before anyone else begins. */
const end = (connection: Connection, exit: Exit.Exit<unknown, unknown>): Effect.Effect<void, SqlError> => {
  const rollback = Effect.ignore(run(connection, "ROLLBACK"))
  return Exit.isSuccess(exit) ? Effect.onError(run(connection, "COMMIT"), () => rollback) : rollback
}

/**
 * One transaction on the process's only connection. `sql.withTransaction` will not do: its BEGIN asks for the write
 * lock at the first write, where SQLite refuses at once if another process wrote in between, and it dies of a COMMIT
 * that fails. Once begun it is not interrupted, so what was committed is also told.
 */
const transaction = (begin: string) => (sql: SqlClient) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.scoped(
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function*() {
        const connection = yield* sql.reserve
        const schedule = askAgain(yield* LockPatience)
        yield* restore(Effect.retry(run(connection, begin), { schedule, while: isBusy }))
        const exit = yield* Effect.exit(Effect.provideService(effect, TransactionConnection, [connection, 0]))
        yield* end(connection, exit)
        return yield* exit
      })
    )
  )

/** All reads and writes inside are one step, on disk when it returns; of a failure nothing remains. */
export const immediate = transaction("BEGIN IMMEDIATE")

/** All reads inside see one state of the queue. */
export const snapshot = transaction("BEGIN")
