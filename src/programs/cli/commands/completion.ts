import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import type { CommandHelp } from "../CommandHelp.js"
import type { CommandNode } from "../CommandNode.js"
import { type Shell, shells } from "../completion/Shell.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface CompletionRequest {
  readonly shell: Shell
  /** The command line that is to be completed. */
  readonly root: CommandNode
}

export const completionHelp: CommandHelp = {
  path: ["completion"],
  summary: "Print the script that has your shell complete commands, flags and values",
  details: [
    "Commands, flags, the values that a flag takes, files, topics of help and codes of errors are in the script. Names of the project, which are its missions and their artifacts, are asked of the program when you press TAB: it looks at names and reads the last snapshot, in the folder that -C or --project on the line names, and writes and sends nothing. Print the script again after an update.",
    "bash: keep it as ~/.local/share/bash-completion/completions/spec-kitty; without the bash-completion package, source the file in ~/.bashrc.",
    "zsh: keep it as _spec-kitty in a folder of your fpath, such as ~/.zfunc with fpath+=~/.zfunc before compinit in ~/.zshrc.",
    "fish: keep it as ~/.config/fish/completions/spec-kitty.fish."
  ],
  examples: [
    ["spec-kitty completion bash", "to be kept in a file, with > behind it"],
    ["spec-kitty completion zsh", "the same for zsh"],
    ["spec-kitty completion fish", "the same for fish"]
  ]
}

const shell = Args.choice(shells.map((name) => [name, name] as const), { name: "SHELL" }).pipe(
  Args.withDescription("bash, zsh or fish.")
)

export const completionCommand = (handler: Handler<Shell>, invocation: Invocation) =>
  Command.make("completion", { shell }, (given) => handled(handler, invocation)(given.shell))
