import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import type { PurgeOptions } from "../../purge/purge.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export const purgeHelp: CommandHelp = {
  path: ["purge"],
  summary: "Remove what is kept for this project outside the repository",
  details: [
    "Lists, then removes, the project's delivery queue with the receipts, your consent to a server and the identity of a read-only checkout: everything below $SPEC_KITTY_HOME that belongs to this project and this checkout. Other worktrees of the project use the same queue and the same consent.",
    "Refuses while anything is undelivered: pending, leased or in quarantine. Nothing in the repository is removed, .kittify included, and neither are credentials, settings, the queues of the original tool or what belongs to other projects. What upgrade recorded goes with the queue: rows that the original tool's queue still holds count as waiting again. It waits for another process that has the queue open as long as --timeout says, then ends with 9."
  ],
  examples: [
    ["spec-kitty purge --dry-run", "what would go, and what would not"],
    ["spec-kitty purge", "once everything is delivered"],
    ["spec-kitty purge --discard-undelivered", "give up what was never delivered, too"]
  ]
}

const options = {
  dryRun: Options.boolean("dry-run").pipe(Options.withDescription("List only; nothing is removed.")),
  discardUndelivered: Options.boolean("discard-undelivered").pipe(
    Options.withDescription("Remove what was never delivered, too, and a queue that can't be read. It is nowhere else.")
  )
}

export const purgeCommand = (handler: Handler<PurgeOptions>, invocation: Invocation) =>
  Command.make("purge", options, handled(handler, invocation))
