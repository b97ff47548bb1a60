import * as Effect from "effect/Effect"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import { Credentials } from "../../services/Credentials.js"
import { serverInUse } from "./serverInUse.js"

/** The team that events of this project are told with: the one of its server, else `local`. Never a failure. */
export const teamOfProject = Effect.fn("teamOfProject")(function*(project: ProjectUuid) {
  const server = yield* Effect.orElseSucceed(serverInUse(project), () => null)
  return yield* (yield* Credentials).teamSlug(server === null || server._tag === "None" ? null : server.url)
})
