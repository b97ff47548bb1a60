import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface ConfigListRequest {
  readonly showOrigin: boolean
}

export const configListHelp: CommandHelp = {
  path: ["config", "list"],
  summary: "Every setting, its value, and with --show-origin where that comes from",
  details: [
    "A flag wins over a variable, a variable over --config FILE, that over the project's .kittify/config.yaml, that over your config.toml, and that over what is built in. --show-origin names the flag, variable or file and line that won, and what it overrode.",
    "A value that can't be used is told and is exit 3. Tokens are never shown. Works outside of a project as well."
  ],
  examples: [
    ["spec-kitty config list", "what holds"],
    ["spec-kitty config list --show-origin", "and why"],
    ["spec-kitty config list --json", "for a program; always with the origins"]
  ]
}

const showOrigin = Options.boolean("show-origin").pipe(
  Options.withDescription("Where each value comes from, and what it overrode.")
)

export const configListCommand = (handler: Handler<ConfigListRequest>, invocation: Invocation) =>
  Command.make("list", { showOrigin }, (given) => handled(handler, invocation)(given))

export const configGroup = (handler: Handler<ConfigListRequest>, invocation: Invocation) => {
  const list = configListCommand(handler, invocation)
  return { list, command: Command.make("config").pipe(Command.withSubcommands([list])) }
}
