import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Outcome } from "../../domain/Diagnostic.js"
import { parseServerUrl } from "../../domain/sync/parseServerUrl.js"
import { ServerReport } from "../../domain/sync/SyncReport.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { ServerConsent } from "../../services/ServerConsent.js"

const report = (
  project_uuid: string | null,
  server: string | null,
  change: ServerReport["change"]
): Outcome<ServerReport> => ({
  data: new ServerReport({ project_uuid, server, change }),
  diagnostics: [],
  exitCode: 0,
  next: server === null ? ["spec-kitty sync server URL"] : ["spec-kitty sync"]
})

/** Which server this project may send to. Writes nothing. */
export const showServer = Effect.gen(function*() {
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  if (Option.isNone(project)) return report(null, null, "none")
  const server = yield* (yield* ServerConsent).get(project.value)
  return report(project.value, Option.getOrNull(server), "none")
})

/** The user's word that this project may send to `url`: kept per user, outside the repository. */
export const setServer = Effect.fn("setServer")(function*(url: string) {
  const server = yield* parseServerUrl(url)
  const { project_uuid } = yield* (yield* ProjectIdentityStore).ensure
  yield* (yield* ServerConsent).set(project_uuid, server)
  return report(project_uuid, server, "set")
})

/** Takes that word back. What is queued stays queued. */
export const clearServer = Effect.gen(function*() {
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  if (Option.isNone(project)) return report(null, null, "none")
  yield* (yield* ServerConsent).clear(project.value)
  return report(project.value, null, "cleared")
})
