import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import { placeSuffix } from "../../domain/Place.js"
import { parseServerUrl } from "../../domain/sync/parseServerUrl.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { ServerReport } from "../../domain/sync/SyncReport.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { ServerConsent } from "../../services/ServerConsent.js"
import { Settings } from "../../services/Settings.js"
import { serverInUse } from "./serverInUse.js"

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

/** A server that the repository names beside the one in use: told, so that it can be chosen, and nothing more (S21). */
const namedByRepository = Effect.fn("namedByRepository")(function*(inUse: Option.Option<ServerUrl>) {
  const { serverNamedByRepository } = yield* Settings
  return Option.match(serverNamedByRepository, {
    onNone: () => [],
    onSome: ({ file, line, url }) => {
      const shown = Either.match(parseServerUrl(url), { onLeft: (refused) => refused.url, onRight: (server) => server })
      if (Option.contains(inUse, shown)) return []
      return [
        new Diagnostic({
          severity: "info",
          code: "SERVER-07",
          message: `The repository names the server ${shown}; it is not used by itself.`,
          why: `${file}${placeSuffix({ line })} names it, and only you can choose where your work is sent`,
          fix: "spec-kitty sync server URL",
          target: file
        })
      ]
    }
  })
})

/** What the environment makes of the user's choice for this process. */
const environmentSays = Effect.fn("environmentSays")(function*(project: Option.Option<ProjectUuid>, chosen: Option.Option<ServerUrl>) {
  if (Option.isNone(project) || Option.isNone(chosen)) return []
  const inUse = yield* serverInUse(project.value)
  const told = (message: string, why: string) =>
    new Diagnostic({ severity: "info", code: "SERVER-09", message, why, fix: null, target: null })
  if (inUse._tag === "Denied") {
    return [told("Nothing is sent in this environment.", "SPEC_KITTY_ENABLE_SAAS_SYNC denies sending")]
  }
  return inUse._tag === "Ready" && inUse.url !== chosen.value
    ? [told(`In this environment it is sent to ${inUse.url} instead.`, "SPEC_KITTY_SAAS_URL replaces the address")]
    : []
})

/** Which server this project may send to, and which other one its repository names. Writes nothing. */
export const showServer = Effect.gen(function*() {
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  const consent = yield* ServerConsent
  const server = Option.isNone(project) ? Option.none() : yield* consent.get(project.value)
  return {
    ...report(Option.getOrNull(project), Option.getOrNull(server), "none"),
    diagnostics: [...(yield* environmentSays(project, server)), ...(yield* namedByRepository(server))]
  }
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
