import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import type { IdentityReport } from "../../domain/identity/IdentityReport.js"
import { IdentityOrigins } from "../../services/IdentityOrigins.js"

/** All parts of the identity, and where each comes from. */
export const showIdentity = Effect.gen(function*() {
  const { report } = yield* IdentityOrigins
  const outcome: Outcome<IdentityReport> = { data: yield* report, diagnostics: [], exitCode: 0, next: [] }
  return outcome
})
