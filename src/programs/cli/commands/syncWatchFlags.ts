import * as Options from "@effect/cli/Options"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { OutputFormat } from "../../../services/GlobalFlags.js"
import { durationForm, parseDuration } from "../parseDuration.js"
import { UsageError } from "../UsageError.js"

/** A full scan costs what a `sync` costs; below this it would be the watch's main business. */
const shortestRescan = Duration.seconds(1)
const parseRescan = (text: string) =>
  Option.filter(parseDuration(text), (duration) => Duration.greaterThanOrEqualTo(duration, shortestRescan))

/** Flags of `sync` that make it go on until it is interrupted. */
export const watchOptions = {
  watch: Options.boolean("watch").pipe(
    Options.withDescription("Go on until Ctrl-C: sync again whatever changes once it has settled, and deliver what becomes due.")
  ),
  rescan: Options.text("rescan").pipe(
    Options.withPseudoName("DURATION"),
    Options.withDescription("With --watch: scan everything this often, whatever was noticed. At least 1s. Default 60s."),
    Options.filterMap(parseRescan, `--rescan must be ${durationForm}, at least 1s`),
    Options.optional
  )
}

interface Given {
  readonly watch: boolean
  readonly rescan: Option.Option<Duration.Duration>
}

/** How often everything is scanned; null where nothing is watched. */
export const watchRequest = ({ rescan, watch }: Given): { readonly rescanEvery: Duration.Duration | null } => ({
  rescanEvery: watch ? Option.getOrElse(rescan, () => Duration.seconds(60)) : null
})

const refused = (flag: string, why: string, next = "spec-kitty help sync"): UsageError =>
  new UsageError({ problem: `--watch and ${flag} can't be given together.`, why, next, target: flag })

/** Refuses what makes no sense of a run that has no end. */
export const consistentWatch = (
  given: Given & {
    readonly wait: Option.Option<unknown>
    readonly requireDelivered: boolean
    readonly dryRun: boolean
    readonly report: Option.Option<unknown>
    readonly strict: boolean
    readonly noStrict: boolean
    readonly strictSkips: boolean
    readonly allowFailure: boolean
  },
  format: OutputFormat
): Effect.Effect<void, UsageError> => {
  if (!given.watch) {
    return Option.isNone(given.rescan) ? Effect.void : new UsageError({
      problem: "--rescan is for --watch alone.",
      why: "a sync that ends scans once",
      next: "spec-kitty sync --watch --rescan 30s",
      target: "--rescan"
    })
  }
  const endless = "a watch ends by Ctrl-C, and its exit code says that and nothing of what was delivered"
  if (format !== "text" && format !== "ndjson") {
    return refused("--json", "a watch has no one answer; --format ndjson writes one line per round", "spec-kitty sync --watch --format ndjson")
  }
  if (given.dryRun) return refused("--dry-run", "a dry run is over once it has told what would be sent")
  if (Option.isSome(given.wait)) return refused("--wait", "a watch delivers what becomes due for as long as it runs")
  if (Option.isSome(given.report)) return refused("--report", "a report is of a run that ends; --format ndjson tells each round")
  const [flag] = [
    ...(given.requireDelivered ? ["--require-delivered"] : []),
    ...(given.strict ? ["--strict"] : []),
    ...(given.noStrict ? ["--no-strict"] : []),
    ...(given.strictSkips ? ["--strict-skips"] : []),
    ...(given.allowFailure ? ["--allow-failure"] : [])
  ]
  return flag === undefined ? Effect.void : refused(flag, endless)
}
