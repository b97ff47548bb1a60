import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { CheckReport } from "../domain/check/CheckReport.js"
import { Diagnostic, type Outcome } from "../domain/Diagnostic.js"
import * as Main from "../layers/Main.js"
import * as JobSummaryNode from "../layers/node/JobSummary.js"
import * as Progress from "../layers/node/Progress.js"
import * as RepositoryFolder from "../layers/node/RepositoryFolder.js"
import * as TerminalFactsNode from "../layers/node/TerminalFacts.js"
import { check as checkProgram } from "../programs/check/check.js"
import type { CheckOptions } from "../programs/check/CheckOptions.js"
import { githubActions } from "../programs/cli/githubActions.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { checkView } from "../programs/cli/render/check.js"
import { checkMarkdown } from "../programs/cli/render/check/markdown.js"
import { present } from "../programs/cli/run.js"
import { JobSummary } from "../services/JobSummary.js"
import { TerminalFacts } from "../services/TerminalFacts.js"
import { progressOptions, projectFlags } from "./options.js"

/** GitHub takes one mebibyte for a step; this many rows stay far below it. */
const summaryRows = 1000

/** A summary that can't be written is told, and changes nothing about the verdict. */
const summarize = (outcome: Outcome<CheckReport>) =>
  Effect.flatMap(JobSummary, ({ append }) => append(checkMarkdown(outcome.data, summaryRows))).pipe(
    Effect.as(outcome),
    Effect.catchTag("StateNotWritable", (error) =>
      Effect.succeed({ ...outcome, diagnostics: [...outcome.diagnostics, Diagnostic.of(error, "warning")] }))
  )

/** `check`: reads the queue only where delivery is asked for, and then leaves it as it is. */
export const check: Handler<CheckOptions> = (request, invocation) =>
  Effect.flatMap(TerminalFacts, (facts) => {
    const { annotate, summaryFile } = githubActions(facts, invocation)
    const layers = Layer.mergeAll(RepositoryFolder.layer, JobSummaryNode.layer(summaryFile)).pipe(
      Layer.provideMerge(Main.projectLayer({
        flags: projectFlags(invocation),
        queue: request.requirements.includes("delivered") ? "durable-if-there" : "none"
      }))
    )
    return checkProgram(request).pipe(
      Effect.flatMap(summarize),
      Effect.provide(Progress.layer(progressOptions(invocation))),
      Effect.provide(layers),
      present(checkView({ version: invocation.version, annotate }), invocation)
    )
  }).pipe(Effect.provide(TerminalFactsNode.layer))
