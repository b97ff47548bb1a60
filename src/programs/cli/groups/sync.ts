import * as Command from "@effect/cli/Command"
import { commandNode } from "../CommandNode.js"
import { syncCommand, syncHelp, syncNowCommand, syncNowHelp, type SyncRequest } from "../commands/sync.js"
import { type ServerRequest, syncServerCommand, syncServerHelp } from "../commands/syncServer.js"
import { syncStatusCommand, syncStatusHelp } from "../commands/syncStatus.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface SyncHandlers {
  readonly sync: Handler<SyncRequest>
  readonly syncStatus: Handler<null>
  readonly syncServer: Handler<ServerRequest>
}

/** `sync`, which is a command itself, and `sync …` */
export const syncGroup = (handlers: SyncHandlers, invocation: Invocation) => {
  const now = syncNowCommand(handlers.sync, invocation)
  const status = syncStatusCommand(handlers.syncStatus, invocation)
  const server = syncServerCommand(handlers.syncServer, invocation)
  const command = syncCommand(handlers.sync, invocation).pipe(Command.withSubcommands([now, status, server]))
  return { command, node: commandNode(command, [now, status, server].map((child) => commandNode(child))) }
}

export const syncHelps = [syncHelp, syncNowHelp, syncStatusHelp, syncServerHelp]
