import * as Command from "@effect/cli/Command"
import type { ScanMissionsOptions } from "../../dossier/scanMissions.js"
import { commandNode } from "../CommandNode.js"
import { scanCommand, scanHelp } from "../commands/scan.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface DossierHandlers {
  readonly scan: Handler<ScanMissionsOptions>
}

/** `dossier …` */
export const dossierGroup = (handlers: DossierHandlers, invocation: Invocation) => {
  const scan = scanCommand(handlers.scan, invocation)
  const command = Command.make("dossier").pipe(Command.withSubcommands([scan]))
  return { command, node: commandNode(command, [commandNode(scan)]) }
}

export const dossierHelps = [scanHelp]
