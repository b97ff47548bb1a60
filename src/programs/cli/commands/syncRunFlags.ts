import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { UsageError } from "../UsageError.js"
import { wholeNumber } from "../wholeNumber.js"

/** Flags of `sync` about the run as a whole: whether it happens, what it may leave out, how it ends, where that is kept. */
export const runOptions = {
  dryRun: Options.boolean("dry-run").pipe(
    Options.withDescription("Tell what would be sent and what would be left out; queue, send and write nothing.")
  ),
  maxBytes: wholeNumber("max-bytes", 1, 2 ** 26).pipe(
    Options.withPseudoName("N"),
    Options.withDescription("Largest body that is uploaded, in bytes, for this run. Default 524288."),
    Options.optional
  ),
  report: Options.text("report").pipe(
    Options.withPseudoName("FILE"),
    Options.withDescription("Write the JSON answer to this file too, however the run ends. It must be a regular file, or none yet."),
    Options.optional
  ),
  strict: Options.boolean("strict").pipe(
    Options.withDescription("Exit 6 where the server refused something, which is the default; given, also exit 3 where there was nothing to sync.")
  ),
  noStrict: Options.boolean("no-strict").pipe(
    Options.withDescription("Exit 0 though the server refused something.")
  ),
  strictSkips: Options.boolean("strict-skips").pipe(
    Options.withDescription("Exit 3 where a file of the folders that are uploaded is left out: too large, not text, empty.")
  ),
  allowFailure: Options.boolean("allow-failure").pipe(
    Options.withDescription("Exit 0 instead of 1, 4, 5, 6 or 7; what went wrong is told all the same.")
  )
}

interface Given {
  readonly dryRun: boolean
  readonly maxBytes: Option.Option<number>
  readonly report: Option.Option<string>
  readonly strict: boolean
  readonly noStrict: boolean
  readonly strictSkips: boolean
  readonly allowFailure: boolean
}

export const runRequest = (given: Given) => ({
  dryRun: given.dryRun,
  maxBodyBytes: Option.getOrNull(given.maxBytes),
  report: Option.getOrNull(given.report),
  strict: given.strict ? "on" as const : given.noStrict ? "off" as const : "default" as const,
  strictSkips: given.strictSkips,
  allowFailure: given.allowFailure
})

const contradiction = (one: string, other: string, why: string): UsageError =>
  new UsageError({ problem: `${one} and ${other} can't be given together.`, why, next: "spec-kitty help sync", target: other })

/** Refuses flags that contradict each other. */
export const consistent = (
  given: Given & { readonly wait: Option.Option<unknown>; readonly requireDelivered: boolean }
): Effect.Effect<void, UsageError> => {
  if (given.strict && given.noStrict) return contradiction("--strict", "--no-strict", "one takes back what the other asks for")
  if (!given.dryRun) return Effect.void
  const sendsNothing = "a dry run sends nothing, so there is no delivery to wait for"
  if (Option.isSome(given.wait)) return contradiction("--dry-run", "--wait", sendsNothing)
  return given.requireDelivered ? contradiction("--dry-run", "--require-delivered", sendsNothing) : Effect.void
}
