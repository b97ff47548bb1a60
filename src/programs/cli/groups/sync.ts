import * as Command from "@effect/cli/Command"
import { commandNode } from "../CommandNode.js"
import { syncCommand, syncHelp, syncNowCommand, syncNowHelp, type SyncRequest } from "../commands/sync.js"
import { type DiagnoseRequest, syncDiagnoseCommand, syncDiagnoseHelp } from "../commands/syncDiagnose.js"
import { type ServerRequest, syncServerCommand, syncServerHelp } from "../commands/syncServer.js"
import { doctorCommand, type DoctorRequest, syncDoctorHelp } from "../commands/doctor.js"
import { syncStatusCommand, syncStatusHelp, type SyncStatusRequest } from "../commands/syncStatus.js"
import type { Handler, Invocation } from "../Invocation.js"
import { syncQueueGroup, type SyncQueueHandlers, syncQueueHelps } from "./syncQueue.js"

export interface SyncHandlers extends SyncQueueHandlers {
  readonly sync: Handler<SyncRequest>
  readonly syncStatus: Handler<SyncStatusRequest>
  readonly syncServer: Handler<ServerRequest>
  readonly syncDiagnose: Handler<DiagnoseRequest>
  readonly doctor: Handler<DoctorRequest>
}

/** `sync`, which is a command itself, and `sync …` */
export const syncGroup = (handlers: SyncHandlers, invocation: Invocation) => {
  const now = syncNowCommand(handlers.sync, invocation)
  const status = syncStatusCommand(handlers.syncStatus, invocation)
  const server = syncServerCommand(handlers.syncServer, invocation)
  const diagnose = syncDiagnoseCommand(handlers.syncDiagnose, invocation)
  const doctor = doctorCommand(handlers.doctor, invocation)
  const queue = syncQueueGroup(handlers, invocation)
  const command = syncCommand(handlers.sync, invocation).pipe(
    Command.withSubcommands([now, status, server, diagnose, doctor, queue.command])
  )
  const leaves = [now, status, server, diagnose, doctor].map((child) => commandNode(child))
  return { command, node: commandNode(command, [...leaves, queue.node]) }
}

export const syncHelps = [
  syncHelp, syncNowHelp, syncStatusHelp, syncServerHelp, syncDiagnoseHelp, syncDoctorHelp, ...syncQueueHelps
]
