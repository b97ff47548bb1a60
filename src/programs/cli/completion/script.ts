import type { CommandNode } from "../CommandNode.js"
import { bashScript } from "./bash.js"
import { fishScript } from "./fish.js"
import { completionModel } from "./model.js"
import type { Shell } from "./Shell.js"
import { zshScript } from "./zsh.js"

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }

/** The script that teaches a shell the command line. It is all that TAB needs: no program is run for it. */
export const completionScript = (shell: Shell, root: CommandNode, contexts: ReadonlyArray<string>): string =>
  scripts[shell](completionModel(root, contexts))
