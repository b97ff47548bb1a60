import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { WatchRound } from "../../domain/sync/watch/WatchRound.js"
import type { Invocation } from "./Invocation.js"
import { makeStyle } from "./render/Style.js"
import { syncView } from "./render/sync.js"
import { roundText } from "./render/watch.js"
import { tell } from "./run.js"

const tellText = Effect.fn("cli.tellRound")(function*(round: WatchRound, { output }: Invocation) {
  const style = (color: boolean) => makeStyle({ color, ascii: output.ascii, nowMs: round.atMs })
  for (const line of roundText(round, style(output.stdoutColor)).done) yield* Console.log(line)
  const { errors, warnings } = roundText(round, style(output.stderrColor))
  for (const line of output.quiet ? errors : [...warnings, ...errors]) yield* Console.error(line)
})

/**
 * Tells each round when it is over: in text a line per thing that happened, with `--format ndjson` the lines of a `sync`
 * of the missions it was about, the last of them its result.
 */
export const tellRounds = (invocation: Invocation) => <E, R>(rounds: Stream.Stream<WatchRound, E, R>): Effect.Effect<void, E, R> =>
  Stream.runForEach(rounds, (round) =>
    invocation.output.format === "ndjson"
      ? Effect.asVoid(tell(syncView, round.outcome, invocation))
      : tellText(round, invocation))
