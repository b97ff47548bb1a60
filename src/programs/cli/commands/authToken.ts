import * as Command from "@effect/cli/Command"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export const authTokenHelp: CommandHelp = {
  path: ["auth", "token"],
  summary: "Print the access token, for another program",
  details: [
    "The only command that prints a token: on stdout, and nothing else with it. It is renewed first where it has expired. With --json it says where the token comes from and until when it is good, and leaves the token out.",
    "Whoever has the token can send in your name until it expires. Don't write it into files, logs or issues."
  ],
  examples: [
    ["spec-kitty auth token", "as in curl -H \"Authorization: Bearer $(spec-kitty auth token)\" URL"],
    ["spec-kitty auth token --json", "all but the token"]
  ]
}

export const authTokenCommand = (handler: Handler<null>, invocation: Invocation) =>
  Command.make("token", {}, () => handled(handler, invocation)(null))
