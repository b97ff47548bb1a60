import { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { migrate } from "../migrations/queue.js"
import { connect } from "./connect.js"
import { typedDefects, unavailable } from "./sqlFailure.js"

/** Brings a file of an older release to the schema of this one. */
export const migrateFile = (file: string) =>
  Effect.scoped(Effect.flatMap(connect(file), (sql) => Effect.provideService(migrate, SqlClient, sql))).pipe(
    typedDefects(file),
    Effect.mapError(unavailable(file))
  )
