import * as Schema from "effect/Schema"
import type { Explained } from "./Explained.js"
import { knownPlace, placeFields } from "./Place.js"

/** One thing to tell, in `--json` and on stderr alike: what, why, what next. */
export class Diagnostic extends Schema.Class<Diagnostic>("spec-kitty/Diagnostic")({
  severity: Schema.Literal("error", "warning", "info"),
  /** Stable, such as `AUTH-01`; listed in `docs/errors.md`. */
  code: Schema.String,
  message: Schema.String,
  why: Schema.NullOr(Schema.String),
  /** What to do about it; null where nothing is to be done. */
  fix: Schema.NullOr(Schema.String),
  /** File, mission or artifact; null where it is about none. */
  target: Schema.NullOr(Schema.String),
  ...placeFields
}) {
  /** An error of ours as something to tell; of another severity where the work goes on. */
  static of(error: Explained, severity: "error" | "warning" | "info" = "error"): Diagnostic {
    return new Diagnostic({
      severity,
      code: error.code,
      message: error.message,
      why: error.why,
      fix: error.next,
      target: error.target,
      ...knownPlace(error)
    })
  }
}

/** What a program hands to its command: the data, what to tell, the exit code it earns, and commands that help next. */
export interface Outcome<A> {
  readonly data: A
  readonly diagnostics: ReadonlyArray<Diagnostic>
  readonly exitCode: number
  readonly next: ReadonlyArray<string>
}
