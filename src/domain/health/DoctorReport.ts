import * as Schema from "effect/Schema"
import { Check } from "./Check.js"

/** `data` of `doctor --json` (`doctor@1`). */
export class DoctorReport extends Schema.Class<DoctorReport>("spec-kitty/DoctorReport")({
  /** The worst of all checks. */
  verdict: Schema.Literal("ok", "warning", "error", "unknown"),
  /** True only where every check is `ok`, each with its evidence. */
  healthy: Schema.Boolean,
  checks: Schema.Array(Check)
}) {}
