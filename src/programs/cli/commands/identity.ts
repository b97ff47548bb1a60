import * as Command from "@effect/cli/Command"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

const details = [
  "project.uuid, project.slug and repo_slug name the project, build.id this checkout, node.id this account on this machine. Each stands with the file and line it comes from, or with what it is derived from.",
  "Writes nothing: what is missing is made by the first command that needs it, such as spec-kitty sync. A build.id that came along with a copy of the checkout is told as such; it is replaced then."
]
const examples = [
  ["spec-kitty identity", "for a person"],
  ["spec-kitty identity show --json", "for a program"]
] as const

export const identityHelp: CommandHelp = {
  path: ["identity"],
  summary: "Who this project and this checkout are, and where each part comes from",
  details,
  examples
}

export const identityShowHelp: CommandHelp = {
  path: ["identity", "show"],
  summary: "The same as spec-kitty identity",
  details,
  examples
}

export const identityGroup = (handler: Handler<null>, invocation: Invocation) => {
  const run = () => handled(handler, invocation)(null)
  const show = Command.make("show", {}, run)
  return { show, command: Command.make("identity", {}, run).pipe(Command.withSubcommands([show])) }
}
