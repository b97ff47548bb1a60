import * as Effect from "effect/Effect"
import { TrackerNotAsked } from "../../domain/tracker/trackerErrors.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { serverOfProject } from "../sync/serverInUse.js"

/** The project's own server, which is the one way to its trackers. Makes no identity. */
export const trackerServer = Effect.gen(function*() {
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  const server = yield* serverOfProject(project)
  switch (server._tag) {
    case "None":
      return yield* new TrackerNotAsked({ reason: "no_server" })
    case "Denied":
      return yield* new TrackerNotAsked({ reason: "denied" })
    case "Ready":
      return server.url
  }
})
