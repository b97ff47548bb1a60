import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"
import type { ListQueueOptions } from "../../sync/queue/listQueue.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { wholeNumber } from "../wholeNumber.js"

export const syncQueueListHelp: CommandHelp = {
  path: ["sync", "queue", "list"],
  summary: "List what is queued: its id, its state, when it is due, what was last said of it",
  details: [
    "Reads the queue on disk. Sends nothing, asks no server, writes nothing in the repository.",
    "Of the states, pending waits for its turn, leased is being sent by a process, and quarantined was refused for good: it is not tried again by itself. Records of what was dropped are listed only with --state dropped."
  ],
  examples: [
    ["spec-kitty sync queue list", "the 50 oldest items"],
    ["spec-kitty sync queue list --state quarantined", "what was refused"],
    ["spec-kitty sync queue list --kind body --mission 047 --limit 500", "bodies of one mission"],
    ["spec-kitty sync queue list --state dropped", "what was discarded, and why"]
  ]
}

export const defaultPage = 50

/** `--kind event|body`, for every command about queued items. */
export const kindOption = Options.choice("kind", ["event", "body"]).pipe(
  Options.withPseudoName("event|body"),
  Options.withDescription("Only events, or only bodies."),
  Options.optional
)

const options = {
  kind: kindOption,
  states: Options.choice("state", ["pending", "leased", "quarantined", "dropped"]).pipe(
    Options.withPseudoName("STATE"),
    Options.withDescription(
      "Only items in this state: pending, leased, quarantined or dropped. Repeatable. Default: all but dropped."
    ),
    Options.repeated
  ),
  mission: Options.text("mission").pipe(
    Options.withPseudoName("SLUG"),
    Options.withDescription(
      "Only items of one mission: the name of its directory, an unambiguous beginning of it, or its number. For a mission that is gone from disk, its whole name."
    ),
    Options.optional
  ),
  limit: wholeNumber("limit", 1, 100_000).pipe(
    Options.withPseudoName("N"),
    Options.withDescription(`At most so many. Default ${defaultPage}.`),
    Options.withDefault(defaultPage)
  ),
  afterId: wholeNumber("after", 0, 999_999_999).pipe(
    Options.withPseudoName("ID"),
    Options.withDescription("Only items after this one: the next page begins after the last id of this one."),
    Options.optional
  )
}

const liveStates = ["pending", "leased", "quarantined"] as const

export const syncQueueListCommand = (handler: Handler<ListQueueOptions>, invocation: Invocation) =>
  Command.make("list", options, ({ afterId, kind, limit, mission, states }) =>
    handled(handler, invocation)({
      kind: Option.getOrNull(kind),
      states: states.length === 0 ? liveStates : [...new Set(states)],
      mission: Option.getOrNull(mission),
      limit,
      afterId: Option.getOrNull(afterId)
    }))
