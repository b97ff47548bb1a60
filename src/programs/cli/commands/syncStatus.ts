import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface SyncStatusRequest {
  /** Ask the server whether it is there and takes the token. */
  readonly check: boolean
}

export const syncStatusHelp: CommandHelp = {
  path: ["sync", "status"],
  summary: "What is queued, since when, and what keeps it from leaving",
  details: [
    "Reads the queue on disk. Sends nothing, writes nothing in the repository, and asks no server without --check.",
    "--check asks it with your own token, for at most 5 seconds, and sends nothing of the project: exit 0 where a receiver took the token, 4 where it wants a sign-in, 3 for any other answer or none."
  ],
  examples: [
    ["spec-kitty sync status", "for a person"],
    ["spec-kitty sync status --check", "and ask the server"],
    ["spec-kitty sync status --json", "for a program"]
  ]
}

const check = Options.boolean("check").pipe(
  Options.withDescription("Ask the server, too, whether it is there and takes your token: at most 5 seconds.")
)

export const syncStatusCommand = (handler: Handler<SyncStatusRequest>, invocation: Invocation) =>
  Command.make("status", { check }, handled(handler, invocation))
