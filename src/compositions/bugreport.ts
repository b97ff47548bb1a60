import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as path from "node:path"
import { Diagnostic, type Outcome } from "../domain/Diagnostic.js"
import type { BugReport } from "../domain/bugreport/BugReport.js"
import { exitCodeOf } from "../domain/exitCode.js"
import { makeRedactor } from "../domain/redact.js"
import { ReportNotWritable } from "../domain/ReportNotWritable.js"
import * as Look from "../layers/LookMain.js"
import * as ContractGate from "../layers/node/ContractGate.js"
import { writeReport } from "../layers/node/reportFile.js"
import * as ReportGround from "../layers/node/ReportGround.js"
import { bugReport, type BugReportOptions, type ReportParts } from "../programs/bugreport/bugReport.js"
import { contractPart, queueFilePart, receivedNames, refusedNames, serverNames, unusableNames } from "../programs/bugreport/parts.js"
import type { BugReportRequest } from "../programs/cli/commands/bugreport.js"
import type { Handler, Invocation } from "../programs/cli/Invocation.js"
import { bugReportMarkdown, bugReportView } from "../programs/cli/render/bugReport.js"
import { escapeJson } from "../programs/cli/render/escape.js"
import { present } from "../programs/cli/run.js"
import { doctor } from "../programs/health/doctor.js"
import { queueStatus } from "../programs/sync/status.js"
import { settingsOrigins } from "./config.js"
import { doctorLooks, queueContents } from "./doctor.js"
import { projectFlags } from "./options.js"

/** Each with layers of its own: what keeps one of them from being had keeps no other. */
const partsOf = (invocation: Invocation, check: boolean): ReportParts<never> => {
  const flags = projectFlags(invocation)
  const ground = Look.ground(flags)
  const person = Layer.provideMerge(Layer.provideMerge(Look.identity, Look.settings(flags)), ground)
  const queue = Layer.provideMerge(Look.queue, person)
  const contents = Layer.provide(queueContents, Layer.provideMerge(Layer.provide(ContractGate.layer, NodeContext.layer), person))
  const contract = Layer.provide(Layer.merge(ContractGate.documentLayer, ContractGate.layer), NodeContext.layer)
  return {
    settings: settingsOrigins(invocation),
    checks: Effect.map(doctor(doctorLooks(flags, !check, ContractGate.layer)), ({ data }) => data.checks).pipe(Effect.provide(ground)),
    sync: Effect.map(queueStatus, ({ data }) => data).pipe(Effect.provide(queue)),
    queueFile: Effect.provide(queueFilePart, queue),
    contract: Effect.provide(contractPart, contract),
    names: [
      Effect.provide(refusedNames, queue),
      Effect.provide(unusableNames, contents),
      Effect.provide(receivedNames, queue),
      Effect.provide(serverNames, person)
    ]
  }
}

const outcomeOf = (data: BugReport, diagnostics: ReadonlyArray<Diagnostic>): Outcome<BugReport> => ({
  data,
  diagnostics,
  exitCode: exitCodeOf(diagnostics.length === 0 ? [] : ["failed"]),
  next: []
})

/** A report that can't be kept is told on stdout instead, and the path it was meant for is hidden as all else is. */
const reported = (request: BugReportRequest, invocation: Invocation, options: BugReportOptions) =>
  Effect.gen(function*() {
    const { names, report } = yield* bugReport(partsOf(invocation, request.check), options)
    const outcome = outcomeOf(report, [])
    if (request.output === null) return outcome
    const content = invocation.output.format === "json" ? escapeJson(bugReportView(null).json(outcome)) : bugReportMarkdown(report)
    const redacted = makeRedactor(names)
    return yield* writeReport(request.output)(content).pipe(
      Effect.as(outcome),
      Effect.catchTag("ReportNotWritable", (error) =>
        Effect.succeed(outcomeOf(report, [
          Diagnostic.of(new ReportNotWritable({ path: redacted(error.path), detail: redacted(error.detail) }))
        ])))
    )
  })

/** `bugreport`: tells what there is to tell, and changes and sends nothing. */
export const bugreport: Handler<BugReportRequest> = (request, invocation) =>
  reported(request, invocation, { version: invocation.version, withNames: request.withNames }).pipe(
    Effect.provide(Layer.provide(ReportGround.layer(path.resolve(invocation.flags.project ?? ".")), NodeContext.layer)),
    present(bugReportView(request.output), invocation)
  )
