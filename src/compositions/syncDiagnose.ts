import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Look from "../layers/LookMain.js"
import * as ContractGate from "../layers/node/ContractGate.js"
import * as Progress from "../layers/node/Progress.js"
import { writeReport } from "../layers/node/reportFile.js"
import * as QueueItemsLook from "../layers/sqlite/QueueItemsLook.js"
import type { DiagnosedItem } from "../domain/sync/QueueDiagnosis.js"
import type { DiagnoseRequest } from "../programs/cli/commands/syncDiagnose.js"
import type { Handler, Invocation } from "../programs/cli/Invocation.js"
import { itemLine } from "../programs/cli/ndjson.js"
import { escapeJson } from "../programs/cli/render/escape.js"
import { syncDiagnoseView } from "../programs/cli/render/syncDiagnose.js"
import { present } from "../programs/cli/run.js"
import { diagnoseQueue } from "../programs/sync/queue/diagnose.js"
import { LockPatience } from "../services/LockPatience.js"
import { ProjectIdentityStore } from "../services/ProjectIdentityStore.js"
import { progressOptions, projectFlags } from "./options.js"

const queue = Layer.unwrapEffect(
  Effect.map(Effect.flatMap(ProjectIdentityStore, (store) => store.projectUuid), QueueItemsLook.layer)
)

/** Where each item is told when it is found: of many the answer holds the first ones alone. */
const listener = ({ output }: Invocation) => (item: DiagnosedItem): Effect.Effect<void> =>
  output.format === "ndjson" ? Console.log(escapeJson(itemLine(item))) : Effect.void

/** `sync diagnose`: no network, no token; the queue is opened to be read, and left as it is. */
export const syncDiagnose: Handler<DiagnoseRequest> = (request, invocation) => {
  const flags = projectFlags(invocation)
  return diagnoseQueue(request, listener(invocation)).pipe(
    Effect.onInterrupt(() => Ref.set(invocation.leftBehind, {
      message: "Interrupted. Not everything was looked at; nothing was changed.",
      fix: "spec-kitty sync diagnose"
    })),
    Effect.provide(Progress.layer(progressOptions(invocation))),
    Effect.provide(queue.pipe(
      Layer.provideMerge(Layer.mergeAll(Look.missions, Look.identity, ContractGate.layer)),
      Layer.provideMerge(Look.settings(flags)),
      Layer.provideMerge(Look.ground(flags))
    )),
    Effect.provide(flags.timeout === null ? Layer.empty : Layer.succeed(LockPatience, flags.timeout)),
    present(syncDiagnoseView, invocation, { report: request.report === null ? null : writeReport(request.report) })
  )
}
