import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export const helpHelp: CommandHelp = {
  path: ["help"],
  summary: "Explain a command or a topic: exit-codes, environment, json, formats, uploads",
  details: [],
  examples: [
    ["spec-kitty help sync", "a command, as spec-kitty sync --help"],
    ["spec-kitty help exit-codes", "what the exit codes mean"],
    ["spec-kitty help environment", "variables and files that are read"],
    ["spec-kitty help json", "the shape of --json"],
    ["spec-kitty help formats", "which command writes what with --format"],
    ["spec-kitty help QUEUE-05", "an error: its cause, its effect and what to do"]
  ]
}
export const versionHelp: CommandHelp = {
  path: ["version"],
  summary: "Print the version",
  details: [],
  examples: [["spec-kitty version --json", "for a program"]]
}

const topic = Args.text({ name: "COMMAND or TOPIC" }).pipe(Args.repeated)

/** Its request is the words of a command, or one topic. */
export const helpCommand = (handler: Handler<ReadonlyArray<string>>, invocation: Invocation) =>
  Command.make("help", { topic }, (given) => handled(handler, invocation)(given.topic))

export const versionCommand = (handler: Handler<null>, invocation: Invocation) =>
  Command.make("version", {}, () => handled(handler, invocation)(null))
