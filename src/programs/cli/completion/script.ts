import type { CommandNode } from "../CommandNode.js"
import { bashScript } from "./bash.js"
import { fishScript } from "./fish.js"
import { completionModel, type KnownValues } from "./model.js"
import type { Shell } from "./Shell.js"
import { zshScript } from "./zsh.js"

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }

/** The script that teaches a shell the command line. For names of the project alone it runs the program when TAB is pressed. */
export const completionScript = (shell: Shell, root: CommandNode, known: KnownValues): string =>
  scripts[shell](completionModel(root, known))
