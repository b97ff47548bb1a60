import type { TerminalFacts } from "../../services/TerminalFacts.js"
import type { Invocation } from "./Invocation.js"

export interface GithubActions {
  /** Text brings annotations with it; a format that was asked for is written as it is. */
  readonly annotate: boolean
  /** The file of the job's summary; null where none is to be written. */
  readonly summaryFile: string | null
}

/** What running in a GitHub workflow changes about the answer of `check`. */
export const githubActions = (
  { variables }: TerminalFacts["Type"],
  { flags, output }: Pick<Invocation, "flags" | "output">
): GithubActions => {
  const running = variables.has("GITHUB_ACTIONS")
  const annotate = running && flags.format === null && output.format === "text"
  const summary = running && (annotate || output.format === "github")
  return { annotate, summaryFile: summary ? variables.get("GITHUB_STEP_SUMMARY") ?? null : null }
}
