import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf, strongerCode } from "../../domain/exitCode.js"
import { SyncStatus } from "../../domain/sync/SyncReport.js"
import { syncStatus } from "../sync/status.js"
import { reasonsOf } from "./doctor.js"
import { examine } from "./examine.js"
import { answerLook } from "./serverLooks.js"

/** `sync status --check`: the status, and the server asked with the user's own token, in bounded time (039 FR-018). */
export const checkedSyncStatus = Effect.gen(function*() {
  const status = yield* syncStatus
  const [check] = yield* examine([answerLook])
  const outcome: Outcome<SyncStatus> = {
    ...status,
    data: new SyncStatus({ ...status.data, check }),
    exitCode: strongerCode(status.exitCode, exitCodeOf(reasonsOf(check === undefined ? [] : [check])))
  }
  return outcome
})
