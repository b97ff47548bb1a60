import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ProgramFacts } from "../domain/bugreport/BugReport.js"
import type { Hidden } from "../domain/bugreport/Hidden.js"

/** What a report of a bug stands on. Reads only, needs no project, and never fails: what can't be read is left out. */
export class ReportGround extends Context.Tag("spec-kitty/ReportGround")<ReportGround, {
  /** The program, its Node, its machine and git. */
  readonly program: Effect.Effect<Omit<ProgramFacts, "version">>
  /** Every name and secret of this machine and project that can be known beforehand. */
  readonly hidden: Effect.Effect<Omit<Hidden, "kept" | "withNames">>
}>() {}
