import type { GlobalFlags, LogFormat, LogLevelName, OutputFormat } from "../../services/GlobalFlags.js"
import type { TerminalFacts } from "../../services/TerminalFacts.js"
import { commonFormats, logLevels } from "./globalFlags.js"
import { localeIsNotUtf8 } from "./locale.js"
import { UsageError } from "./UsageError.js"

/** How this run writes. Decided once, from flags, environment and terminal. */
export interface OutputOptions {
  readonly format: OutputFormat
  readonly stdoutColor: boolean
  readonly stderrColor: boolean
  /** Marks and file names in plain ASCII. */
  readonly ascii: boolean
  /** Nothing but the answer and errors. */
  readonly quiet: boolean
  /** A line that moves, on stderr: only for a person at a terminal. */
  readonly progress: boolean
  /** Null: no log at all. */
  readonly logLevel: LogLevelName | null
  readonly logFormat: LogFormat
}

type Facts = TerminalFacts["Type"]

/** `--color` wins, then FORCE_COLOR, then NO_COLOR and TERM=dumb, then whether a person is looking (U-09). */
const colorFor = (flags: GlobalFlags, { variables }: Facts, isTty: boolean): boolean => {
  if (flags.color !== "auto") return flags.color === "always"
  const forced = variables.get("FORCE_COLOR")
  if (forced !== undefined) return forced !== "0" && forced !== "false"
  return isTty && !variables.has("NO_COLOR") && variables.get("TERM") !== "dumb"
}

const fromEnvironment = <A extends string>(
  { variables }: Facts,
  name: string,
  values: ReadonlyArray<A>
): { readonly value: A | null; readonly problems: ReadonlyArray<UsageError> } => {
  const given = variables.get(name)
  if (given === undefined) return { value: null, problems: [] }
  const value = values.find((candidate) => candidate === given) ?? null
  if (value !== null) return { value, problems: [] }
  const problem = new UsageError({
    problem: `${name} can't be "${given}".`,
    why: `it must be one of ${values.join(", ")}`,
    next: "spec-kitty help environment",
    target: name
  })
  return { value, problems: [problem] }
}

/** What was said on the command line; null where nothing was. */
const flaggedLevel = ({ logLevel, verbosity }: GlobalFlags): LogLevelName | null =>
  logLevel ?? (verbosity === 0 ? null : verbosity === 1 ? "info" : "debug")

/** A variable that can't be used is a problem to tell, not one to guess around; a flag makes it irrelevant. */
export const outputOptions = (
  flags: GlobalFlags,
  facts: Facts
): { readonly options: OutputOptions; readonly problems: ReadonlyArray<UsageError> } => {
  const none = { value: null, problems: [] }
  const formatDefault = flags.format === null ? fromEnvironment(facts, "SPEC_KITTY_FORMAT", commonFormats) : none
  const level = flaggedLevel(flags)
  const levelDefault = level === null ? fromEnvironment(facts, "SPEC_KITTY_LOG_LEVEL", logLevels) : none
  const format = flags.format ?? formatDefault.value ?? "text"
  const text = format === "text"
  return {
    options: {
      format,
      stdoutColor: text && colorFor(flags, facts, facts.stdoutIsTty),
      stderrColor: text && colorFor(flags, facts, facts.stderrIsTty),
      ascii: flags.ascii || localeIsNotUtf8((name) => facts.variables.get(name)),
      quiet: flags.quiet,
      progress: text && !flags.quiet && facts.stderrIsTty && !facts.variables.has("CI") &&
        facts.variables.get("TERM") !== "dumb",
      logLevel: level ?? levelDefault.value,
      logFormat: flags.logFormat ?? "text"
    },
    problems: [...formatDefault.problems, ...levelDefault.problems]
  }
}
