import * as Command from "@effect/cli/Command"
import type { ExportRequest } from "../../dossier/exportSnapshot.js"
import type { ListRequest } from "../../dossier/listMissions.js"
import type { ScanMissionsOptions } from "../../dossier/scanMissions.js"
import type { VerifyRequest } from "../../dossier/verifySnapshotFile.js"
import { commandNode } from "../CommandNode.js"
import { dossierListCommand, dossierListHelp } from "../commands/dossierList.js"
import { dossierShowCommand, dossierShowHelp, type DossierShowRequest } from "../commands/dossierShow.js"
import {
  snapshotExportCommand, snapshotExportHelp, snapshotVerifyCommand, snapshotVerifyHelp
} from "../commands/dossierSnapshot.js"
import { scanCommand, scanHelp } from "../commands/scan.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface DossierHandlers {
  readonly scan: Handler<ScanMissionsOptions>
  readonly dossierList: Handler<ListRequest>
  readonly dossierShow: Handler<DossierShowRequest>
  readonly snapshotExport: Handler<ExportRequest>
  readonly snapshotVerify: Handler<VerifyRequest>
}

/** `dossier snapshot …` */
const snapshotGroup = (handlers: DossierHandlers, invocation: Invocation) => {
  const toFile = snapshotExportCommand(handlers.snapshotExport, invocation)
  const verify = snapshotVerifyCommand(handlers.snapshotVerify, invocation)
  const command = Command.make("snapshot").pipe(Command.withSubcommands([toFile, verify]))
  return { command, node: commandNode(command, [toFile, verify].map((child) => commandNode(child))) }
}

/** `dossier …` */
export const dossierGroup = (handlers: DossierHandlers, invocation: Invocation) => {
  const scan = scanCommand(handlers.scan, invocation)
  const list = dossierListCommand(handlers.dossierList, invocation)
  const show = dossierShowCommand(handlers.dossierShow, invocation)
  const snapshot = snapshotGroup(handlers, invocation)
  const command = Command.make("dossier").pipe(Command.withSubcommands([scan, list, show, snapshot.command]))
  return {
    command,
    node: commandNode(command, [commandNode(scan), commandNode(list), commandNode(show), snapshot.node])
  }
}

export const dossierHelps = [scanHelp, dossierListHelp, dossierShowHelp, snapshotExportHelp, snapshotVerifyHelp]
