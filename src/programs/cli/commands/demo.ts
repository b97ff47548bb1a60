import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface DemoRequest {
  /** Leave the sample project and its queue where they are, to look at. */
  readonly keep: boolean
}

export const demoHelp: CommandHelp = {
  path: ["demo"],
  summary: "See it all on a sample project: an outage, a kill, and nothing lost",
  details: ["Works on a copy of the sample project in a temporary folder, with a receiver on 127.0.0.1. Touches nothing of yours."],
  examples: [
    ["spec-kitty demo", "the whole story"],
    ["spec-kitty demo --keep", "and leave its folder to look at"]
  ]
}

const keep = Options.boolean("keep").pipe(Options.withDescription("Leave the temporary folder in place."))

export const demoCommand = (handler: Handler<DemoRequest>, invocation: Invocation) =>
  Command.make("demo", { keep }, handled(handler, invocation))
