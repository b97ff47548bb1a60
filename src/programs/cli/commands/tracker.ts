import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"
import { trackerProviders } from "../../../domain/tracker/parseProvider.js"
import type { BindRequest } from "../../tracker/BindScene.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { wholeNumber } from "../wholeNumber.js"

export interface ResourcesRequest {
  readonly provider: string | null
}

const whichTracker = `The tracker is the one of --provider, else the one that .kittify/config.yaml names; at a terminal you are asked. It is one of ${trackerProviders.join(", ")}.`

export const trackerResourcesHelp: CommandHelp = {
  path: ["tracker", "resources"],
  summary: "List what a project can be bound to in your team's issue tracker",
  details: [
    "Asks the project's server for the boards, teams or repositories that it knows of your team, and which project each is bound to. Needs a sign-in with a team: spec-kitty auth login. Nothing is changed, here or there.",
    whichTracker
  ],
  examples: [
    ["spec-kitty tracker resources --provider linear", "what your team has in Linear"],
    ["spec-kitty tracker resources --json", "for a program"]
  ]
}

export const trackerBindHelp: CommandHelp = {
  path: ["tracker", "bind"],
  summary: "Bind this project to a resource of your team's issue tracker",
  details: [
    "The server says which resource is this project's. Where it is not sure you choose: by --candidate N, or at the terminal; where nobody can be asked the command ends with 2 and lists them. The server is told the project's uuid, slug, node id and build id, and the repo_slug that you wrote into .kittify/config.yaml, if you did; the git remote is not told.",
    "Once the server stands by the binding it is written into the section tracker of .kittify/config.yaml; comments and all other keys stay. Run again, without --candidate, it finds the same binding and changes nothing: once the server has bound the project it offers no choice, and a number is refused with 2.",
    whichTracker
  ],
  examples: [
    ["spec-kitty tracker bind --provider linear", "bind, or list what there is to choose from"],
    ["spec-kitty tracker bind --candidate 2", "bind to the second of the list"],
    ["spec-kitty tracker bind --dry-run", "what would be sent and written"]
  ]
}

export const trackerStatusHelp: CommandHelp = {
  path: ["tracker", "status"],
  summary: "Show this project's binding, and whether its server stands by it",
  details: [
    "Reads .kittify/config.yaml, then asks the server whether the binding is good and how the tracker behind it is doing. Ends with 3 where the binding is not valid, or nobody could say so; what the file says is shown all the same. Nothing is changed."
  ],
  examples: [
    ["spec-kitty tracker status", "the binding, and the server's word on it"],
    ["spec-kitty tracker status --json", "for a program"]
  ]
}

const provider = Options.text("provider").pipe(
  Options.withPseudoName("NAME"),
  Options.withDescription(`${trackerProviders.join(", ")}. Without it: the one in .kittify/config.yaml.`),
  Options.optional
)
const candidate = wholeNumber("candidate", 1, 1_000).pipe(
  Options.withPseudoName("N"),
  Options.withDescription("Number of the resource to take, of those that the server offers, from 1."),
  Options.optional
)
const dryRun = Options.boolean("dry-run").pipe(
  Options.withDescription("Ask the server what it would be bound to and show it; nothing is bound or written.")
)

export const trackerResourcesCommand = (handler: Handler<ResourcesRequest>, invocation: Invocation) =>
  Command.make("resources", { provider }, (given) =>
    handled(handler, invocation)({ provider: Option.getOrNull(given.provider) }))

export const trackerBindCommand = (handler: Handler<BindRequest>, invocation: Invocation) =>
  Command.make("bind", { provider, candidate, dryRun }, (given) =>
    handled(handler, invocation)({
      provider: Option.getOrNull(given.provider),
      candidate: Option.getOrNull(given.candidate),
      dryRun: given.dryRun
    }))

export const trackerStatusCommand = (handler: Handler<null>, invocation: Invocation) =>
  Command.make("status", {}, () => handled(handler, invocation)(null))
