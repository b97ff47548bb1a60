import * as Command from "@effect/cli/Command"
import { commandNode } from "../CommandNode.js"
import {
  type LedgerRequest, receiverLedgerCommand, receiverLedgerHelp, receiverServeCommand, receiverServeHelp, type ServeRequest
} from "../commands/receiver.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface ReceiverHandlers {
  readonly receiverServe: Handler<ServeRequest>
  readonly receiverLedger: Handler<LedgerRequest>
}

/** `receiver …` */
export const receiverGroup = (handlers: ReceiverHandlers, invocation: Invocation) => {
  const serve = receiverServeCommand(handlers.receiverServe, invocation)
  const ledger = receiverLedgerCommand(handlers.receiverLedger, invocation)
  const command = Command.make("receiver").pipe(Command.withSubcommands([serve, ledger]))
  return { command, node: commandNode(command, [serve, ledger].map((child) => commandNode(child))) }
}

export const receiverHelps = [receiverServeHelp, receiverLedgerHelp]
