import * as Command from "@effect/cli/Command"
import type { CommandHelp } from "./CommandHelp.js"
import { commandNode, rootNode } from "./CommandNode.js"
import { demoCommand, demoHelp, type DemoRequest } from "./commands/demo.js"
import { helpCommand, helpHelp, versionCommand, versionHelp } from "./commands/help.js"
import { dossierGroup, type DossierHandlers, dossierHelps } from "./groups/dossier.js"
import { receiverGroup, type ReceiverHandlers, receiverHelps } from "./groups/receiver.js"
import { syncGroup, type SyncHandlers, syncHelps } from "./groups/sync.js"
import type { Handler, Invocation } from "./Invocation.js"

/** One handler per command. Each loads what it needs only when it runs, so that help pays for nothing. */
export interface Handlers extends DossierHandlers, SyncHandlers, ReceiverHandlers {
  readonly demo: Handler<DemoRequest>
}
/** The handlers that the command line brings itself. */
export interface OwnHandlers {
  readonly help: Handler<ReadonlyArray<string>>
  readonly version: Handler<null>
}

/** The whole tree: what `spec-kitty` understands, for the parser and, as words and flags, for routing and help. */
export const app = (handlers: Handlers & OwnHandlers, invocation: Invocation) => {
  const dossier = dossierGroup(handlers, invocation)
  const sync = syncGroup(handlers, invocation)
  const receiver = receiverGroup(handlers, invocation)
  const demo = demoCommand(handlers.demo, invocation)
  const help = helpCommand(handlers.help, invocation)
  const version = versionCommand(handlers.version, invocation)
  return {
    command: Command.make("spec-kitty").pipe(
      Command.withSubcommands([dossier.command, sync.command, receiver.command, demo, help, version])
    ),
    root: rootNode([
      dossier.node,
      sync.node,
      receiver.node,
      commandNode(demo),
      commandNode(help),
      commandNode(version)
    ])
  }
}

/** What help says about each command, in the order in which they are listed. */
export const commandHelps: ReadonlyArray<CommandHelp> = [
  demoHelp, ...dossierHelps, ...syncHelps, ...receiverHelps, helpHelp, versionHelp
]

/** Every command that can be run, such as `sync status`: a hint may name these and no others (U-22). */
export const commandNames: ReadonlyArray<string> = commandHelps.map(({ path }) => path.join(" "))
