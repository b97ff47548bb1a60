import * as Command from "@effect/cli/Command"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export const syncStatusHelp: CommandHelp = {
  path: ["sync", "status"],
  summary: "What is queued, since when, and what keeps it from leaving",
  details: ["Reads the queue on disk. Sends nothing, asks no server, writes nothing in the repository."],
  examples: [
    ["spec-kitty sync status", "for a person"],
    ["spec-kitty sync status --json", "for a program"]
  ]
}

export const syncStatusCommand = (handler: Handler<null>, invocation: Invocation) =>
  Command.make("status", {}, () => handled(handler, invocation)(null))
