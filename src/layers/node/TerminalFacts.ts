import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { isatty } from "node:tty"
import { TerminalFacts } from "../../services/TerminalFacts.js"
import { Environment } from "./Settings.js"

const names: ReadonlyArray<string> = [
  "NO_COLOR", "FORCE_COLOR", "TERM", "CI", "LC_ALL", "LC_CTYPE", "LANG", "SPEC_KITTY_FORMAT", "SPEC_KITTY_LOG_LEVEL",
  "SPEC_KITTY_NON_INTERACTIVE", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"
]

/** From this process's standard streams and its environment; an empty variable counts as absent (no-color.org). */
export const layer: Layer.Layer<TerminalFacts> = Layer.effect(
  TerminalFacts,
  Effect.map(Environment, (environment) => ({
    stdoutIsTty: isatty(1),
    stderrIsTty: isatty(2),
    variables: new Map(names.flatMap((name) => {
      const value = environment[name]
      return value === undefined || value === "" ? [] : [[name, value]]
    }))
  }))
)
