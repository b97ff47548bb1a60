import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ShowItemOptions } from "../../sync/queue/showItem.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { idArgument, parseId } from "../queueIds.js"
import { UsageError } from "../UsageError.js"

export const syncQueueShowHelp: CommandHelp = {
  path: ["sync", "queue", "show"],
  summary: "Show everything that is known of one queued item, and on request what would be sent",
  details: [
    "Attempts, who is sending it, when it is due, what the server last said, and what it last acknowledged of the same artifact.",
    "--content adds the exact JSON that would be sent, through the contract gate once more; where the gate would refuse it, the reason instead. Reads only, asks no server."
  ],
  examples: [
    ["spec-kitty sync queue show 7", "for a person"],
    ["spec-kitty sync queue show 7 --content --json", "with the JSON that would be sent, in data.content.json"]
  ]
}

const content = Options.boolean("content").pipe(
  Options.withDescription("Also the exact JSON that would be sent.")
)

const noId = new UsageError({
  problem: "Which item is to be shown?",
  why: "it takes an id, as spec-kitty sync queue list shows them",
  next: "spec-kitty help sync queue show",
  target: null
})

export const syncQueueShowCommand = (handler: Handler<ShowItemOptions>, invocation: Invocation) =>
  Command.make("show", { id: Args.optional(idArgument), content }, (given) =>
    Effect.gen(function*() {
      if (Option.isNone(given.id)) return yield* noId
      const id = yield* parseId(given.id.value, "sync queue show")
      yield* handled(handler, invocation)({ id, content: given.content })
    }))
