import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import { UsageError } from "./UsageError.js"

/** `--mission SLUG` and `--all`, for every command about missions. */
export const selectionOptions = {
  mission: Options.text("mission").pipe(
    Options.withPseudoName("SLUG"),
    Options.withDescription(
      "One mission: the name of its directory, an unambiguous beginning of it, or its number. Without it and --all: the mission you are in, else all."
    ),
    Options.optional
  ),
  all: Options.boolean("all").pipe(Options.withDescription("Every mission of the project."))
}

export const missionSelection = (
  options: { readonly mission: Option.Option<string>; readonly all: boolean },
  command: string
): Effect.Effect<MissionSelection, UsageError> => {
  if (Option.isNone(options.mission)) return Effect.succeed({ _tag: options.all ? "All" : "Default" })
  return options.all
    ? Effect.fail(new UsageError({
      problem: "--mission and --all can't be given together.",
      why: "one names a mission, the other means every one",
      next: `spec-kitty help ${command}`,
      target: "--all"
    }))
    : Effect.succeed({ _tag: "One", selector: options.mission.value })
}
