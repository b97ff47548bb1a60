import Database from "better-sqlite3"
import * as Effect from "effect/Effect"

/** Makes a new database in `file` with the script's statements. For files that stand for those of another program. */
export const databaseFromScript = (file: string, script: string): Effect.Effect<void, unknown> =>
  Effect.acquireUseRelease(
    Effect.try({ try: () => new Database(file), catch: (cause) => cause }),
    (database) => Effect.try({ try: () => database.exec(script), catch: (cause) => cause }),
    (database) => Effect.sync(() => database.close())
  )
