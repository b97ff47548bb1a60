import * as Effect from "effect/Effect"
import * as Main from "../layers/Main.js"
import type { ServerRequest } from "../programs/cli/commands/syncServer.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { syncServerView } from "../programs/cli/render/syncServer.js"
import { present } from "../programs/cli/run.js"
import { clearServer, setServer, showServer } from "../programs/sync/server.js"
import { projectFlags } from "./options.js"

const answer = Effect.fn("syncServer")(function*(request: ServerRequest) {
  switch (request._tag) {
    case "Show":
      return yield* showServer
    case "Set":
      return yield* setServer(request.url)
    case "Clear":
      return yield* clearServer
  }
})

/** `sync server`: works without a queue. */
export const syncServer: Handler<ServerRequest> = (request, invocation) =>
  answer(request).pipe(
    Effect.provide(Main.projectLayer({ flags: projectFlags(invocation), queue: "none" })),
    present(syncServerView, invocation)
  )
