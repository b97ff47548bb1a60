import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"
import type { LoginRequest } from "../../auth/login.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export const authLoginHelp: CommandHelp = {
  path: ["auth", "login"],
  summary: "Sign in to a server with a user name and a password",
  details: [
    "The server is the project's (spec-kitty sync server), or the one of --server, which works outside of a project too. What is not given is asked for at a terminal. A password is never taken from the command line, where other users of this machine could read it: type it when asked, or give it with --password-stdin.",
    "The tokens are kept in the file credentials of $SPEC_KITTY_HOME (~/.spec-kitty), which only you can read, and go to this server alone. They are renewed as they expire. One sign-in is kept at a time. SPEC_KITTY_TOKEN, where it is set, wins over it."
  ],
  examples: [
    ["spec-kitty auth login", "asks for name and password"],
    ["spec-kitty auth login --username ana@example.org --password-stdin", "the password from a pipe, such as a password manager's"],
    ["spec-kitty auth login --server https://kitty.example.org", "outside of a project, or to another server"]
  ]
}

const options = {
  username: Options.text("username").pipe(
    Options.withPseudoName("NAME"),
    Options.withDescription("Who signs in; asked for where it is not given."),
    Options.optional
  ),
  passwordStdin: Options.boolean("password-stdin").pipe(
    Options.withDescription("Read the password from standard input, as one line.")
  ),
  server: Options.text("server").pipe(
    Options.withPseudoName("URL"),
    Options.withDescription("Server to sign in to; without it, the one that this project sends to."),
    Options.optional
  )
}

export const authLoginCommand = (handler: Handler<LoginRequest>, invocation: Invocation) =>
  Command.make("login", options, ({ passwordStdin, server, username }) =>
    handled(handler, invocation)({
      passwordStdin,
      server: Option.getOrNull(server),
      username: Option.getOrNull(username)
    }))
