import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { UsageError } from "../UsageError.js"

export type ServerRequest =
  | { readonly _tag: "Show" }
  | { readonly _tag: "Set"; readonly url: string }
  | { readonly _tag: "Clear" }

export const syncServerHelp: CommandHelp = {
  path: ["sync", "server"],
  summary: "Show, choose or clear the server that this project may send to",
  details: [
    "Without a server nothing leaves this machine. Your choice is kept for your user and this project, outside the repository: nobody can make it for you by a commit or an environment variable. The address is https, or http on this machine."
  ],
  examples: [
    ["spec-kitty sync server", "where this project sends"],
    ["spec-kitty sync server https://kitty.example.org", "let this project send there"],
    ["spec-kitty sync server --clear", "stop sending; what is queued is kept"]
  ]
}

const url = Args.text({ name: "URL" }).pipe(
  Args.withDescription("https://HOST[:PORT][/PATH], or http://127.0.0.1:PORT for a receiver on this machine."),
  Args.optional
)
const clear = Options.boolean("clear").pipe(
  Options.withDescription("Take the choice back: nothing is sent any more, and what is queued is kept.")
)

const both = new UsageError({
  problem: "A server and --clear can't be given together.",
  why: "one chooses a server, the other clears the choice",
  next: "spec-kitty help sync server",
  target: "--clear"
})

export const syncServerCommand = (handler: Handler<ServerRequest>, invocation: Invocation) =>
  Command.make("server", { url, clear }, (given) => {
    const run = handled(handler, invocation)
    if (Option.isNone(given.url)) return run({ _tag: given.clear ? "Clear" : "Show" })
    return given.clear ? Effect.fail(both) : run({ _tag: "Set", url: given.url.value })
  })
