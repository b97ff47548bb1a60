import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { DropReason } from "../../../domain/sync/planQueueChange.js"
import type { DropItemsOptions } from "../../sync/queue/changeQueue.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { idArgument, parseIds } from "../queueIds.js"
import { UsageError } from "../UsageError.js"

export const syncQueueDropHelp: CommandHelp = {
  path: ["sync", "queue", "drop"],
  summary: "Discard items for good, with a reason that is kept",
  details: [
    "The text that would have been sent is gone, and can't be brought back: look at it first with spec-kitty sync queue show ID --content. A record stays of what it was, when it was dropped and why. Nothing is asked: the ids and the reason are the confirmation.",
    "The files of your missions are not touched. A body whose file is still in its mission is captured again by the next spec-kitty sync.",
    "All of them, or none: an id that is not there, or an item that another process is sending right now, refuses the whole call."
  ],
  examples: [
    ["spec-kitty sync queue drop 7 --reason \"the mission was cancelled\"", "one item"],
    ["spec-kitty sync queue list --state dropped", "what was dropped, and why"]
  ]
}

const reason = Options.text("reason").pipe(
  Options.withPseudoName("TEXT"),
  Options.withDescription("Why; kept with the record of what was dropped."),
  Options.optional
)

const decodeReason = Schema.decodeUnknownOption(DropReason)

const missing = (problem: string, why: string, target: string | null): UsageError =>
  new UsageError({ problem, why, next: "spec-kitty help sync queue drop", target })

export const syncQueueDropCommand = (handler: Handler<DropItemsOptions>, invocation: Invocation) =>
  Command.make("drop", { ids: Args.repeated(idArgument), reason }, (given) =>
    Effect.gen(function*() {
      const ids = yield* parseIds(given.ids, "sync queue drop")
      if (ids.length === 0) {
        return yield* missing("What is to be dropped?", "it takes ids, as spec-kitty sync queue list shows them", null)
      }
      const text = Option.flatMap(given.reason, decodeReason)
      if (Option.isNone(text)) {
        const why = "nothing is dropped without a word on why; it is kept on record"
        return yield* missing("--reason is needed.", why, "--reason")
      }
      yield* handled(handler, invocation)({ ids, reason: text.value })
    }))
