import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import type { QueueUnavailable } from "../../domain/sync/queueErrors.js"
import { attempt } from "./queue/sqlFailure.js"

/** Makes a new database in `file` with the script's statements. For files that stand for those of another program. */
export const databaseFromScript = (file: string, script: string): Effect.Effect<void, QueueUnavailable> =>
  Effect.acquireUseRelease(
    attempt(file, () => new Database(file)),
    (database) => attempt(file, () => database.exec(script)),
    (database) => Effect.sync(() => database.close())
  )
