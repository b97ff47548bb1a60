import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface BugReportRequest {
  /** Where it is kept, as it was typed; null: on stdout. */
  readonly output: string | null
  /** Ask the server, too. */
  readonly check: boolean
  readonly withNames: boolean
}

export const bugReportHelp: CommandHelp = {
  path: ["bugreport"],
  summary: "One report to paste into an issue, with everything private taken out",
  details: [
    "Tells the versions of spec-kitty, Node, git and the system, every setting with its origin, what doctor finds, what waits and what the server last said, the queue's file and the contract. Nothing is sent, and nothing is written but FILE. A part that can't be had says why, and the others are told: it works outside of a project and with a broken configuration or queue as well.",
    "Taken out: tokens and whatever looks like one, your home folder, the project's folder, your and the machine's name, the server's host (one on this machine stays), and the names of missions and files, which become mission-1 and artifact-3.md; the project's random uuid stays. No file is read into it; what a server said is, cut to 500 characters, and if it quoted a file, that too. Read it before you post it.",
    "The text is Markdown. --output keeps it in a file, with --json the JSON."
  ],
  examples: [
    ["spec-kitty bugreport", "read it, then paste it"],
    ["spec-kitty bugreport -o report.md", "in a file"],
    ["spec-kitty bugreport --check", "and ask the server whether it is there"],
    ["spec-kitty bugreport --json", "for a program"]
  ],
  formats: ["markdown"]
}

const options = {
  output: Options.text("output").pipe(
    Options.withAlias("o"),
    Options.withPseudoName("FILE"),
    Options.withDescription("Keep the report in this file: a new one, or a regular one, which is replaced."),
    Options.optional
  ),
  check: Options.boolean("check").pipe(
    Options.withDescription("Ask the server, too, whether it is there and takes your token: at most 5 seconds.")
  ),
  withNames: Options.boolean("with-names").pipe(
    Options.withDescription("Leave the names of missions and files in. Everything else is taken out all the same.")
  )
}

export const bugReportCommand = (handler: Handler<BugReportRequest>, invocation: Invocation) =>
  Command.make("bugreport", options, (given) =>
    handled(handler, invocation)({ ...given, output: Option.getOrNull(given.output) }))
