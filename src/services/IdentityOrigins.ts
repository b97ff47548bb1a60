import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { IdentityReport } from "../domain/identity/IdentityReport.js"
import type { ConfigInvalid, LegacyState } from "../domain/identity/projectErrors.js"

/** Every part of the identity with the place it comes from: what `ProjectIdentityStore` finds, told instead of used. */
export class IdentityOrigins extends Context.Tag("spec-kitty/IdentityOrigins")<IdentityOrigins, {
  /** What is missing is told as missing, never made up. Writes nothing. */
  readonly report: Effect.Effect<IdentityReport, ConfigInvalid | LegacyState>
}>() {}
