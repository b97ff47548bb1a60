import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SyncOptions } from "../../sync/SyncOptions.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { consistent, runOptions, runRequest } from "./syncRunFlags.js"
import { consistentWatch, watchOptions, watchRequest } from "./syncWatchFlags.js"
import { durationForm, parseDuration } from "../parseDuration.js"
import { wholeNumber } from "../wholeNumber.js"
import { missionSelection, selectionOptions } from "../selection.js"

export interface SyncRequest extends SyncOptions {
  /** Bodies in flight at once; null leaves it to the settings. */
  readonly concurrency: number | null
  /** Tell what a run would do, and do none of it. */
  readonly dryRun: boolean
  /** Where the envelope is kept as well, as it was typed; null where nowhere. */
  readonly report: string | null
  /** End with 0 where the run itself failed. */
  readonly allowFailure: boolean
  /** Largest body that is uploaded, in bytes; null leaves it to the settings. */
  readonly maxBodyBytes: number | null
  /** `--watch`: go on, and scan everything this often; null for one run. */
  readonly rescanEvery: Duration.Duration | null
}

const details = [
  "Scans the missions, queues on disk what is to be sent, and delivers what is due. What could not be delivered stays queued and goes out with a later sync: being offline is no error.",
  "With --watch it goes on: a mission that changed is synced once it has been quiet for 300 ms, or after 3 s of changes without a pause. Everything is scanned every 60 s all the same (--rescan), so nothing that the watcher of the system misses is lost; a mission reached through a symlink is seen by that scan alone. A server that is away is tried again. Each thing that happens is one line; with --format ndjson each round with news ends in a line of type result.",
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
    ["spec-kitty sync --offline", "queue only; deliver later"],
    ["spec-kitty sync --all --watch", "deliver what is edited, until Ctrl-C"],
    ["spec-kitty sync --all --dry-run", "what a run would send and leave out; nothing is sent or written"],
    ["spec-kitty sync --all --allow-failure --report sync.json", "in CI: never fails the job, and keeps what happened"]
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
  ),
  ...runOptions,
  ...watchOptions
}

const make = <Name extends string>(name: Name, handler: Handler<SyncRequest>, invocation: Invocation) =>
  Command.make(name, options, (given) =>
    Effect.flatMap(Effect.zipLeft(missionSelection(given, "sync"), consistent(given)).pipe(
      Effect.zipLeft(consistentWatch(given, invocation.output.format))
    ), (selection) =>
      handled(handler, invocation)({
        selection,
        ...runRequest(given),
        ...watchRequest(given),
        wait: Option.getOrNull(given.wait),
        requireDelivered: given.requireDelivered,
        offline: given.offline,
        concurrency: Option.getOrNull(given.concurrency)
      })))

export const syncCommand = (handler: Handler<SyncRequest>, invocation: Invocation) => make("sync", handler, invocation)
/** The name that users of the original know. */
export const syncNowCommand = (handler: Handler<SyncRequest>, invocation: Invocation) => make("now", handler, invocation)
