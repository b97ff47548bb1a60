import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface AuthStatusRequest {
  /** Ask the server whether it takes the token. */
  readonly check: boolean
}

export const authStatusHelp: CommandHelp = {
  path: ["auth", "status"],
  summary: "Who is signed in where, until when, and what the next request would do",
  details: [
    "Of the server that this project sends to; outside of a project, of the one that you are signed in at. Reads what is stored on this machine and asks no server without --check. Exit 4 where a sign-in is needed.",
    "--check asks the server with your own token, for at most 5 seconds: exit 0 where a receiver took the token, 4 where it wants a sign-in, 3 for any other answer or none. It renews the token where that is due."
  ],
  examples: [
    ["spec-kitty auth status", "for a person"],
    ["spec-kitty auth status --check", "and ask the server"],
    ["spec-kitty auth status --json", "for a program"]
  ]
}

const check = Options.boolean("check").pipe(
  Options.withDescription("Ask the server, too, whether it takes your token: at most 5 seconds.")
)

export const authStatusCommand = (handler: Handler<AuthStatusRequest>, invocation: Invocation) =>
  Command.make("status", { check }, handled(handler, invocation))
