import * as Context from "effect/Context"

/** What the environment and the standard streams say about how to write. Gathered once; decided on by `outputOptions`. */
export class TerminalFacts extends Context.Tag("spec-kitty/TerminalFacts")<TerminalFacts, {
  readonly stdoutIsTty: boolean
  readonly stderrIsTty: boolean
  /** Variables that are set and not empty, by name: NO_COLOR, FORCE_COLOR, TERM, CI, LC_ALL, LC_CTYPE, LANG, SPEC_KITTY_*, GITHUB_*. */
  readonly variables: ReadonlyMap<string, string>
}>() {}
