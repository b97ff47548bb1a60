import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"
import type { NewMissionRequest } from "../../../domain/mission/NewMission.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export const missionCreateHelp: CommandHelp = {
  path: ["agent", "mission", "create"],
  summary: "Create a mission under the next free number",
  details: [
    "Makes kitty-specs/NNN-<slug>/ with meta.json, an empty status.events.jsonl, tasks/README.md and the empty folders research, contracts and checklists. No artifact that the mission's type asks for is made: an empty one would count as present.",
    "The directory appears whole or not at all. A MissionCreated event is queued for the next sync, also where no server is chosen yet; should the process die between the two, the next sync or create queues it. Git is asked and never changed: commit the mission yourself."
  ],
  examples: [
    ["spec-kitty agent mission create invoice-export", "a software-dev mission for the branch that origin/HEAD names, else main"],
    ["spec-kitty agent mission create tide-tables --mission-type research", "of another type"],
    ["spec-kitty agent mission create invoice-export --target-branch release/2.x", "for another branch"],
    ["spec-kitty agent mission create invoice-export --json", "for a program"]
  ]
}

const slug = Args.text({ name: "slug" }).pipe(
  Args.withDescription("Its name: lower-case letters, digits and single hyphens. It gets its number by itself.")
)
const missionType = Options.text("mission-type").pipe(
  Options.withPseudoName("TYPE"),
  Options.withDescription("software-dev (the default), research, documentation, plan, or a type that .kittify/missions has."),
  Options.withDefault("software-dev")
)
const targetBranch = Options.text("target-branch").pipe(
  Options.withPseudoName("BRANCH"),
  Options.withDescription("Branch that the work is for. Without it: the one that origin/HEAD names, else main."),
  Options.optional
)
const friendlyName = Options.text("friendly-name").pipe(
  Options.withPseudoName("TEXT"),
  Options.withDescription("Its name for people. Without it: the slug with spaces."),
  Options.optional
)

export const missionCreateCommand = (handler: Handler<NewMissionRequest>, invocation: Invocation) =>
  Command.make("create", { slug, missionType, targetBranch, friendlyName }, (given) =>
    handled(handler, invocation)({
      slug: given.slug,
      missionType: given.missionType,
      targetBranch: Option.getOrNull(given.targetBranch),
      friendlyName: Option.getOrNull(given.friendlyName)
    }))
