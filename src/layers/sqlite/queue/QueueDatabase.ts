import type { SqlClient } from "@effect/sql/SqlClient"
import { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import { type FileIdentity, refuseMoved } from "./fileIdentity.js"
import { suspectFile } from "./files.js"
import { unavailable } from "./sqlFailure.js"
import { immediate, snapshot } from "./transaction.js"

/** The project's queue file, open: one connection per process. */
export class QueueDatabase extends Context.Tag("spec-kitty/sqlite/QueueDatabase")<QueueDatabase, {
  readonly sql: SqlClient
  readonly path: string
  /** One write transaction (see `immediate`), refused where the file is no longer the one at `path`. */
  readonly write: <A, E, R>(effect: Effect.Effect<A, E | SqlError, R>) => Effect.Effect<A, Typed<E>, R>
  /** Reads that belong together (see `snapshot`). */
  readonly read: <A, E, R>(effect: Effect.Effect<A, E | SqlError, R>) => Effect.Effect<A, Typed<E>, R>
}>() {}

type Typed<E> = Exclude<E, SqlError> | QueueUnavailable

/** Damage found in use: the next start looks at the whole file, which it spares a large one otherwise. */
const remember = (path: string) => (error: unknown): Effect.Effect<void> =>
  error instanceof QueueUnavailable && error.reason === "not_a_database"
    ? Effect.ignore(Effect.try(() => fs.writeFileSync(suspectFile(path), "", { mode: 0o600 })))
    : Effect.void

const isSqlError = (error: unknown): error is SqlError => error instanceof SqlError

export const makeQueueDatabase = (
  sql: SqlClient,
  path: string,
  opened: FileIdentity
): Context.Tag.Service<QueueDatabase> => {
  const typed = <A, E, R>(effect: Effect.Effect<A, E | SqlError, R>): Effect.Effect<A, Typed<E>, R> =>
    effect.pipe(
      Effect.catchIf(isSqlError, (error) => Effect.fail(unavailable(path)(error))),
      Effect.tapError(remember(path))
    )
  const unmoved = refuseMoved(path, opened)
  return {
    sql,
    path,
    // Asked before COMMIT, so that of a refusal nothing is written, and after it: a file that still has its name then is
    // salvaged, should it be moved, with this commit in it.
    write: (effect) => typed(Effect.zipLeft(immediate(sql)(Effect.zipLeft(effect, unmoved)), unmoved)),
    read: (effect) => typed(snapshot(sql)(effect))
  }
}
