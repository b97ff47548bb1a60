import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { CheckRequirement, defaultRequirements } from "../../../domain/check/CheckRequirement.js"
import type { CheckOptions } from "../../check/CheckOptions.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { missionSelection } from "../selection.js"

export const checkHelp: CommandHelp = {
  path: ["check"],
  summary: "Judge missions in CI: exit 3 where something is missing, broken or not delivered",
  details: [
    "complete: every artifact that the mission's step requires is there and can be read. clean-contract: everything a sync would send passes the contract gate. delivered: the server has acknowledged this very content of every body, and nothing waits or was refused; it is checked only when asked for, from the receipts on this machine, and no server is asked.",
    "Errors fail the check; warnings do with --strict, and so does having nothing to check. Reads only: nothing is queued or sent, and nothing is written in the repository.",
    "On GitHub (GITHUB_ACTIONS) the text brings annotations and a job summary with it."
  ],
  examples: [
    ["spec-kitty check", "all missions: complete, and clean by the contract"],
    ["spec-kitty check --mission 047 --require complete", "one mission's files alone"],
    ["spec-kitty check --require complete,delivered --strict", "before a release: everything arrived, no warnings"],
    ["spec-kitty check --format sarif", "for a code scanner; also github, junit and markdown"]
  ],
  formats: ["github", "sarif", "junit", "markdown"]
}

const mission = Options.text("mission").pipe(
  Options.withPseudoName("SLUG"),
  Options.withDescription("One mission: the name of its directory, an unambiguous beginning of it, or its number."),
  Options.optional
)
const all = Options.boolean("all").pipe(Options.withDescription("Every mission of the project; this is the default."))

/** Each of them once, in the order in which they were asked for. None where a word is not one, or nothing is named. */
const parseRequirements = (text: string): Option.Option<CheckOptions["requirements"]> => {
  const words = [...new Set(text.split(",").map((word) => word.trim()))]
  const known = words.flatMap((word) => CheckRequirement.literals.filter((literal) => literal === word))
  const [first, ...others] = known
  return first === undefined || known.length < words.length ? Option.none() : Option.some([first, ...others])
}

const require_ = Options.text("require").pipe(
  Options.withPseudoName("LIST"),
  Options.withDescription("What must hold, with commas between: complete, clean-contract, delivered. Default complete,clean-contract."),
  Options.withDefault(defaultRequirements.join(",")),
  Options.filterMap(parseRequirements, `--require must be a list of ${CheckRequirement.literals.join(", ")}, with commas between`)
)
const strict = Options.boolean("strict").pipe(
  Options.withDescription("Warnings fail the check, and so does having nothing to check.")
)

export const checkCommand = (handler: Handler<CheckOptions>, invocation: Invocation) =>
  Command.make("check", { mission, all, require: require_, strict }, (options) =>
    Effect.flatMap(missionSelection(options, "check"), (selection) =>
      handled(handler, invocation)({
        selection: selection._tag === "Default" ? { _tag: "All" } : selection,
        requirements: options.require,
        strict: options.strict
      })))
