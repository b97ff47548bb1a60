import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Main from "../layers/Main.js"
import * as Progress from "../layers/node/Progress.js"
import { writeReport } from "../layers/node/reportFile.js"
import type { SyncRequest } from "../programs/cli/commands/sync.js"
import type { Handler, Invocation } from "../programs/cli/Invocation.js"
import { syncView } from "../programs/cli/render/sync.js"
import { type Ending, present } from "../programs/cli/run.js"
import { planSync } from "../programs/sync/planSync.js"
import { sync as syncProgram } from "../programs/sync/sync.js"
import { whatIsLeft } from "../programs/sync/whatIsLeft.js"
import { progressOptions, projectFlags } from "./options.js"
import { watch } from "./watch.js"

const endingOf = ({ allowFailure, report }: SyncRequest): Ending => ({
  allowFailure,
  report: report === null ? null : writeReport(report)
})

const flagsOf = (request: SyncRequest, invocation: Invocation) =>
  projectFlags(invocation, request.concurrency, request.maxBodyBytes)

/** Where there is a queue it is looked at; none is made, and no identity. */
const dryRun: Handler<SyncRequest> = (request, invocation) =>
  planSync(request).pipe(
    Effect.onInterrupt(() => Ref.set(invocation.leftBehind, "Interrupted. It was a dry run: nothing was queued or sent.")),
    Effect.provide(Progress.layer(progressOptions(invocation))),
    Effect.provide(Main.projectLayer({ flags: flagsOf(request, invocation), queue: "durable-if-there", oneRun: true })),
    present(syncView, invocation, endingOf(request))
  )

const run: Handler<SyncRequest> = (request, invocation) =>
  syncProgram(request).pipe(
    Effect.onInterrupt(() => Effect.flatMap(whatIsLeft, (sentence) => Ref.set(invocation.leftBehind, sentence))),
    Effect.provide(Progress.layer(progressOptions(invocation))),
    Effect.provide(Main.projectLayer({ flags: flagsOf(request, invocation), queue: "durable-ensure", oneRun: true })),
    present(syncView, invocation, endingOf(request))
  )

/** `sync`, `sync now`: the project gets its identity and its queue on disk before anything is said or sent. */
export const sync: Handler<SyncRequest> = (request, invocation) =>
  request.rescanEvery !== null
    ? watch(request.rescanEvery)(request, invocation)
    : request.dryRun ? dryRun(request, invocation) : run(request, invocation)
