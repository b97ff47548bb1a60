import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"
import type { DiagnoseOptions } from "../../sync/queue/diagnose.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { wholeNumber } from "../wholeNumber.js"

export interface DiagnoseRequest extends DiagnoseOptions {
  /** Where the envelope is kept as well, as it was typed; null where nowhere. */
  readonly report: string | null
}

export const syncDiagnoseHelp: CommandHelp = {
  path: ["sync", "diagnose"],
  summary: "Validate everything queued, item by item: which field breaks which rule, and what to do",
  details: [
    "Puts every queued event and body through the contract gate, as the next delivery would: the very bytes that are stored, and of a body its hash too. Of what is in quarantine it says who refused it and why. Fields are named by JSON pointer; the value that was refused is never shown.",
    "Exit 3 where an item needs attention, 0 where all are sound. Reads the queue on disk and changes nothing in it: what can't be sent goes to quarantine when it is its turn, and holds up nothing else. No server and no token are needed, and a sync may run meanwhile.",
    "With --format ndjson each item at fault is a line of type item as soon as it is found, however many there are; the last line is the result."
  ],
  examples: [
    ["spec-kitty sync diagnose", "after a server said schema_mismatch"],
    ["spec-kitty sync diagnose --mission 047", "what is queued of one mission"],
    ["spec-kitty sync diagnose --limit 100000 --report diagnosis.json", "everything, kept for somebody else"],
    ["spec-kitty sync diagnose --format ndjson", "one line per item at fault, for a program"]
  ]
}

export const defaultFindings = 100

const options = {
  mission: Options.text("mission").pipe(
    Options.withPseudoName("SLUG"),
    Options.withDescription(
      "Only items of one mission: the name of its directory, an unambiguous beginning of it, or its number. For a mission that is gone from disk, its whole name."
    ),
    Options.optional
  ),
  limit: wholeNumber("limit", 1, 1_000_000).pipe(
    Options.withPseudoName("N"),
    Options.withDescription(`Show at most so many items at fault; all are counted. Default ${defaultFindings}.`),
    Options.withDefault(defaultFindings)
  ),
  report: Options.text("report").pipe(
    Options.withPseudoName("FILE"),
    Options.withDescription("Write the JSON answer to this file too, however the run ends. It must be a regular file, or none yet."),
    Options.optional
  )
}

export const syncDiagnoseCommand = (handler: Handler<DiagnoseRequest>, invocation: Invocation) =>
  Command.make("diagnose", options, ({ limit, mission, report }) =>
    handled(handler, invocation)({ mission: Option.getOrNull(mission), limit, report: Option.getOrNull(report) }))
