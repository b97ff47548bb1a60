import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import type { CommandHelp } from "../CommandHelp.js"
import type { CommandNode } from "../CommandNode.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface ManRequest {
  /** The words of a command, or one topic; none for the page of the program. */
  readonly words: ReadonlyArray<string>
  /** The command line that the pages are about. */
  readonly root: CommandNode
}

export const manHelp: CommandHelp = {
  path: ["man"],
  summary: "Print a page of the manual, for man to show",
  details: [
    "Writes the roff of the page: that of the program, of a command, or of a topic of help. A global installation brings the pages along, so that man spec-kitty-sync finds them where man looks below the folder of the installation; this works without one."
  ],
  examples: [
    ["spec-kitty man sync", "that of a command; to read it, send it on: spec-kitty man sync | man -l -"],
    ["spec-kitty man exit-codes", "that of a topic"],
    ["spec-kitty man", "that of the program"]
  ]
}

const page = Args.text({ name: "COMMAND or TOPIC" }).pipe(
  Args.withDescription("The words of a command, or a topic of help; without any, the program itself."),
  Args.repeated
)

export const manCommand = (handler: Handler<ReadonlyArray<string>>, invocation: Invocation) =>
  Command.make("man", { page }, (given) => handled(handler, invocation)(given.page))
