import * as Effect from "effect/Effect"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import type { SettingsReport } from "../../domain/SettingsReport.js"
import { SettingsOrigins } from "../../services/SettingsOrigins.js"

/** Every setting, its value and where that comes from. One that can't be used is a finding: other commands refuse it. */
export const listSettings = Effect.gen(function*() {
  const report = yield* (yield* SettingsOrigins).list
  const diagnostics = report.settings.flatMap(({ name, origin, problem }) =>
    problem === null ? [] : [
      new Diagnostic({
        severity: "error",
        code: "CONFIG-01",
        message: `${name} can't be used as it stands.`,
        why: problem,
        fix: "correct it; until then commands that need it refuse to run",
        target: origin.name,
        ...(origin.line === null ? {} : { line: origin.line })
      })
    ])
  const outcome: Outcome<SettingsReport> = {
    data: report,
    diagnostics,
    exitCode: exitCodeOf(diagnostics.length === 0 ? [] : ["findings"]),
    next: []
  }
  return outcome
})
