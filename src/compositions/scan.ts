import * as Effect from "effect/Effect"
import * as Main from "../layers/Main.js"
import * as Progress from "../layers/node/Progress.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { scanView } from "../programs/cli/render/scan.js"
import { present } from "../programs/cli/run.js"
import { scanMissions, type ScanMissionsOptions } from "../programs/dossier/scanMissions.js"
import { progressOptions, projectFlags } from "./options.js"

/** `dossier scan`: a project without an identity gets no queue from looking at it. */
export const scan: Handler<ScanMissionsOptions> = (request, invocation) =>
  scanMissions(request).pipe(
    Effect.provide(Progress.layer(progressOptions(invocation))),
    Effect.provide(Main.projectLayer({
      flags: projectFlags(invocation),
      queue: request.emit ? "durable-if-known" : "none",
      oneRun: true
    })),
    present(scanView, invocation)
  )
