import * as Command from "@effect/cli/Command"
import type { ScanMissionsOptions } from "../dossier/scanMissions.js"
import type { CommandHelp } from "./CommandHelp.js"
import { commandNode, rootNode } from "./CommandNode.js"
import { demoCommand, demoHelp, type DemoRequest } from "./commands/demo.js"
import { helpCommand, helpHelp, versionCommand, versionHelp } from "./commands/help.js"
import {
  type LedgerRequest, receiverLedgerCommand, receiverLedgerHelp, receiverServeCommand, receiverServeHelp, type ServeRequest
} from "./commands/receiver.js"
import { scanCommand, scanHelp } from "./commands/scan.js"
import { syncCommand, syncHelp, syncNowCommand, syncNowHelp, type SyncRequest } from "./commands/sync.js"
import { type ServerRequest, syncServerCommand, syncServerHelp } from "./commands/syncServer.js"
import { syncStatusCommand, syncStatusHelp } from "./commands/syncStatus.js"
import type { Handler, Invocation } from "./Invocation.js"

/** One handler per command. Each loads what it needs only when it runs, so that help pays for nothing. */
export interface Handlers {
  readonly scan: Handler<ScanMissionsOptions>
  readonly sync: Handler<SyncRequest>
  readonly syncStatus: Handler<null>
  readonly syncServer: Handler<ServerRequest>
  readonly receiverServe: Handler<ServeRequest>
  readonly receiverLedger: Handler<LedgerRequest>
  readonly demo: Handler<DemoRequest>
}
/** The handlers that the command line brings itself. */
export interface OwnHandlers {
  readonly help: Handler<ReadonlyArray<string>>
  readonly version: Handler<null>
}

/** The whole tree: what `spec-kitty` understands, for the parser and, as words and flags, for routing and help. */
export const app = (handlers: Handlers & OwnHandlers, invocation: Invocation) => {
  const scan = scanCommand(handlers.scan, invocation)
  const dossier = Command.make("dossier").pipe(Command.withSubcommands([scan]))

  const now = syncNowCommand(handlers.sync, invocation)
  const status = syncStatusCommand(handlers.syncStatus, invocation)
  const server = syncServerCommand(handlers.syncServer, invocation)
  const sync = syncCommand(handlers.sync, invocation).pipe(Command.withSubcommands([now, status, server]))

  const serve = receiverServeCommand(handlers.receiverServe, invocation)
  const ledger = receiverLedgerCommand(handlers.receiverLedger, invocation)
  const receiver = Command.make("receiver").pipe(Command.withSubcommands([serve, ledger]))

  const demo = demoCommand(handlers.demo, invocation)
  const help = helpCommand(handlers.help, invocation)
  const version = versionCommand(handlers.version, invocation)

  return {
    command: Command.make("spec-kitty").pipe(
      Command.withSubcommands([dossier, sync, receiver, demo, help, version])
    ),
    root: rootNode([
      commandNode(dossier, [commandNode(scan)]),
      commandNode(sync, [now, status, server].map((child) => commandNode(child))),
      commandNode(receiver, [serve, ledger].map((child) => commandNode(child))),
      commandNode(demo),
      commandNode(help),
      commandNode(version)
    ])
  }
}

/** What help says about each command, in the order in which they are listed. */
export const commandHelps: ReadonlyArray<CommandHelp> = [
  demoHelp, scanHelp, syncHelp, syncNowHelp, syncStatusHelp, syncServerHelp, receiverServeHelp, receiverLedgerHelp,
  helpHelp, versionHelp
]

/** Every command that can be run, such as `sync status`: a hint may name these and no others (U-22). */
export const commandNames: ReadonlyArray<string> = commandHelps.map(({ path }) => path.join(" "))
