import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { RetryWhich } from "../../../services/QueueControl.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { idArgument, parseIds } from "../queueIds.js"
import { UsageError } from "../UsageError.js"
import { kindOption } from "./syncQueueList.js"

export const syncQueueRetryHelp: CommandHelp = {
  path: ["sync", "queue", "retry"],
  summary: "Make items due now: what was refused, or what waits after a failure",
  details: [
    "What is in quarantine waits for delivery again, as if it had never been tried. What waits for our own delay after a failure waits no longer. Where the server asked to be left alone until a moment (Retry-After), that moment is kept: the answer names it.",
    "All of them, or none: an id that is not there, or an item that another process is sending right now, refuses the whole call. Nothing is sent by this command; spec-kitty sync does that."
  ],
  examples: [
    ["spec-kitty sync queue retry 7 9", "these two"],
    ["spec-kitty sync queue retry --quarantined", "everything that was refused"],
    ["spec-kitty sync queue retry --quarantined --kind event", "only the events among it"]
  ]
}

const options = {
  quarantined: Options.boolean("quarantined").pipe(Options.withDescription("Everything that is in quarantine.")),
  kind: kindOption
}

const unclear = (problem: string, why: string, target: string | null): UsageError =>
  new UsageError({ problem, why, next: "spec-kitty help sync queue retry", target })

const both = unclear(
  "Ids and --quarantined can't be given together.",
  "either some items are meant, or all in quarantine",
  "--quarantined"
)
const kindAlone = unclear("--kind needs --quarantined.", "an id says of what kind its item is", "--kind")
const nothing = unclear(
  "What is to be tried again?",
  "it takes ids, as spec-kitty sync queue list shows them, or --quarantined",
  null
)

const which = (
  texts: ReadonlyArray<string>,
  { kind, quarantined }: { readonly quarantined: boolean; readonly kind: Option.Option<"event" | "body"> }
): Effect.Effect<RetryWhich, UsageError> => {
  if (quarantined) {
    return texts.length > 0
      ? Effect.fail(both)
      : Effect.succeed({ _tag: "Quarantined", kind: Option.getOrNull(kind) })
  }
  if (Option.isSome(kind)) return Effect.fail(kindAlone)
  if (texts.length === 0) return Effect.fail(nothing)
  return Effect.map(parseIds(texts, "sync queue retry"), (ids) => ({ _tag: "Items", ids }))
}

export const syncQueueRetryCommand = (handler: Handler<RetryWhich>, invocation: Invocation) =>
  Command.make("retry", { ids: Args.repeated(idArgument), ...options }, ({ ids, ...given }) =>
    Effect.flatMap(which(ids, given), handled(handler, invocation)))
