import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import { type ExitReason, exitCodeOf } from "../../domain/exitCode.js"
import { type Check, worst } from "../../domain/health/Check.js"
import { DoctorReport } from "../../domain/health/DoctorReport.js"
import { examine } from "./examine.js"
import type { Look } from "./Look.js"

/** What a sign-in puts right: of `SignInNeeded` or a 401, and of a refresh token that the server does not take. */
const signInCodes: ReadonlySet<string | null> = new Set(["AUTH-01", "AUTH-02"])

/**
 * A sign-in that is needed is the code (4) where nothing else is broken; anything else that is not `ok` is a finding (3).
 */
export const reasonsOf = (checks: ReadonlyArray<Check>): ReadonlyArray<ExitReason> => {
  const errors = checks.filter(({ verdict }) => verdict === "error")
  if (errors.length > 0 && errors.every(({ code }) => signInCodes.has(code))) return ["signInNeeded"]
  return worst(checks.map(({ verdict }) => verdict)) === "ok" ? [] : ["findings"]
}

/** The commands that the findings ask for, the worst first, each once. */
const nextOf = (checks: ReadonlyArray<Check>): ReadonlyArray<string> => {
  const fixes = (["error", "unknown", "warning"] as const).flatMap((verdict) =>
    checks.filter((check) => check.verdict === verdict).flatMap(({ fix }) => fix === null ? [] : [fix]))
  return [...new Set(fixes.filter((fix) => fix.startsWith("spec-kitty ")))].slice(0, 3)
}

/** Everything that can be wrong, looked at one by one. Healthy only where all of it was seen to be well (U-25). */
export const doctor = Effect.fn("doctor")(function*<R>(looks: ReadonlyArray<Look<R>>) {
  const checks = yield* examine(looks)
  const verdict = worst(checks.map((check) => check.verdict))
  const outcome: Outcome<DoctorReport> = {
    data: new DoctorReport({ verdict, healthy: verdict === "ok", checks }),
    diagnostics: [],
    exitCode: exitCodeOf(reasonsOf(checks)),
    next: nextOf(checks)
  }
  return outcome
})
