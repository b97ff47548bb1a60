import * as Command from "@effect/cli/Command"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export const authLogoutHelp: CommandHelp = {
  path: ["auth", "logout"],
  summary: "Remove the stored sign-in from this machine",
  details: [
    "Whichever server it is for. What is queued is kept, and goes out after the next sign-in. The server is not asked: tokens that were copied elsewhere end when they expire. SPEC_KITTY_TOKEN is not changed."
  ],
  examples: [["spec-kitty auth logout", "also where nobody is signed in"]]
}

export const authLogoutCommand = (handler: Handler<null>, invocation: Invocation) =>
  Command.make("logout", {}, () => handled(handler, invocation)(null))
