import * as Args from "@effect/cli/Args"
import * as Options from "@effect/cli/Options"

/** What a command about one artifact takes. */
export const subjectArgument = Args.text({ name: "path|key" }).pipe(
  Args.withDescription("A path or an artifact key.")
)

/** `--mission SLUG`, for commands about one mission; `otherwise` says which it is without the flag. */
export const missionOption = (otherwise: string) =>
  Options.text("mission").pipe(
    Options.withPseudoName("SLUG"),
    Options.withDescription(
      `The name of its directory, an unambiguous beginning of it, or its number. Without it: ${otherwise}.`
    ),
    Options.optional
  )

/** For commands about one artifact. */
export const artifactMission = missionOption("the mission that the path leads to, else the one you are in, else all")
