import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SyncOptions } from "../../sync/SyncOptions.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { durationForm, parseDuration } from "../parseDuration.js"
import { wholeNumber } from "../wholeNumber.js"
import { missionSelection, selectionOptions } from "../selection.js"

export interface SyncRequest extends SyncOptions {
  /** Bodies in flight at once; null leaves it to the settings. */
  readonly concurrency: number | null
}

const details = [
  "Scans the missions, queues on disk what is to be sent, and delivers what is due. What could not be delivered stays queued and goes out with a later sync: being offline is no error.",
  "Nothing is sent before you have chosen a server for this project: spec-kitty sync server URL"
]

export const syncHelp: CommandHelp = {
  path: ["sync"],
  summary: "Scan missions, queue what they hold and deliver it",
  details,
  examples: [
    ["spec-kitty sync", "the mission you are in, else all"],
    ["spec-kitty sync --all --wait 30s", "everything, trying for 30 seconds"],
    ["spec-kitty sync --require-delivered --json", "in CI: exit 5 unless all of it arrived"],
    ["spec-kitty sync --offline", "queue only; deliver later"]
  ]
}
export const syncNowHelp: CommandHelp = {
  ...syncHelp,
  path: ["sync", "now"],
  summary: "The same as sync",
  examples: [["spec-kitty sync now", "the mission you are in, else all"]]
}

const options = {
  ...selectionOptions,
  wait: Options.text("wait").pipe(
    Options.withPseudoName("DURATION"),
    Options.withDescription("Keep delivering what becomes due for this long, such as 30s or 2m; exit 5 if something still waits then."),
    Options.filterMap(parseDuration, `--wait must be ${durationForm}`),
    Options.optional
  ),
  requireDelivered: Options.boolean("require-delivered").pipe(
    Options.withDescription("Exit 5 unless everything of this run is delivered.")
  ),
  offline: Options.boolean("offline").pipe(Options.withDescription("Queue only; send nothing.")),
  concurrency: wholeNumber("concurrency", 1, 64).pipe(
    Options.withPseudoName("N"),
    Options.withDescription("Bodies in flight at once, 1 to 64. Default 8."),
    Options.optional
  )
}

const make = <Name extends string>(name: Name, handler: Handler<SyncRequest>, invocation: Invocation) =>
  Command.make(name, options, (given) =>
    Effect.flatMap(missionSelection(given, "sync"), (selection) =>
      handled(handler, invocation)({
        selection,
        wait: Option.getOrNull(given.wait),
        requireDelivered: given.requireDelivered,
        offline: given.offline,
        concurrency: Option.getOrNull(given.concurrency)
      })))

export const syncCommand = (handler: Handler<SyncRequest>, invocation: Invocation) => make("sync", handler, invocation)
/** The name that users of the original know. */
export const syncNowCommand = (handler: Handler<SyncRequest>, invocation: Invocation) => make("now", handler, invocation)
