import * as Command from "@effect/cli/Command"
import type { ContractCheckRequest } from "../../contract/check.js"
import type { ContractExportRequest } from "../../contract/export.js"
import { commandNode } from "../CommandNode.js"
import {
  contractCheckCommand, contractCheckHelp, contractShowCommand, contractShowHelp, contractVerifyCommand, contractVerifyHelp
} from "../commands/contract.js"
import { contractExportCommand, contractExportHelp } from "../commands/contractExport.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface ContractHandlers {
  readonly contractShow: Handler<string | null>
  readonly contractCheck: Handler<ContractCheckRequest>
  readonly contractVerify: Handler<null>
  readonly contractExport: Handler<ContractExportRequest>
}

/** `contract …` */
export const contractGroup = (handlers: ContractHandlers, invocation: Invocation) => {
  const show = contractShowCommand(handlers.contractShow, invocation)
  const check = contractCheckCommand(handlers.contractCheck, invocation)
  const verify = contractVerifyCommand(handlers.contractVerify, invocation)
  const written = contractExportCommand(handlers.contractExport, invocation)
  const command = Command.make("contract").pipe(Command.withSubcommands([show, check, verify, written]))
  return { command, node: commandNode(command, [show, check, verify, written].map((child) => commandNode(child))) }
}

export const contractHelps = [contractShowHelp, contractCheckHelp, contractVerifyHelp, contractExportHelp]
