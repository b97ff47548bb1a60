import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { CheckRequirement } from "../../domain/check/CheckRequirement.js"
import { type Finding, finding } from "../../domain/check/Finding.js"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { unmigrated } from "../sync/unmigrated.js"

/** What the original tool's queues still hold keeps `delivered` from passing; of the rest it says nothing. */
export const checkUnmigrated = Effect.fn("checkUnmigrated")(function*(requirements: ReadonlyArray<CheckRequirement>) {
  const waits = yield* unmigrated
  const findings: ReadonlyArray<Finding> = Option.isNone(waits) || !requirements.includes("delivered") ? [] : [finding({
    rule_id: "legacy-queue",
    requirement: "delivered",
    severity: "error",
    message: waits.value.message,
    path: "kitty-specs",
    mission_slug: null,
    fix: waits.value.next
  })]
  const diagnostics = Option.isNone(waits) || findings.length > 0 ? [] : [Diagnostic.of(waits.value, "warning")]
  return { findings, diagnostics }
})
