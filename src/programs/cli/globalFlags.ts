import * as Option from "effect/Option"
import type { GlobalFlags, LogFormat, LogLevelName, OutputFormat } from "../../services/GlobalFlags.js"
import { durationForm, parseDuration } from "./parseDuration.js"
import { UsageError } from "./UsageError.js"

/** A command line without its global flags. `problems` are told in this order; the flags are as far as they were understood. */
export interface GlobalFlagsParsed {
  readonly flags: GlobalFlags
  /** Everything else, in the order in which it was typed, from `--` on untouched. */
  readonly rest: ReadonlyArray<string>
  readonly problems: ReadonlyArray<UsageError>
}

export const noGlobalFlags: GlobalFlags = {
  format: null,
  formats: [],
  color: "auto",
  quiet: false,
  logLevel: null,
  verbosity: 0,
  logFormat: null,
  noInput: false,
  project: null,
  timeout: null,
  ascii: false,
  config: null,
  help: false,
  version: false
}

interface Choice {
  readonly takesValue: true
  /** None where the value is not one it takes. */
  readonly apply: (flags: GlobalFlags, value: string) => Option.Option<GlobalFlags>
  /** Ends the sentence "it must be …". */
  readonly form: string
  /** All that it takes, where that can be listed. */
  readonly values?: ReadonlyArray<string>
}
interface Switch {
  readonly takesValue: false
  readonly apply: (flags: GlobalFlags) => GlobalFlags
}

const oneOf = <A extends string>(
  values: ReadonlyArray<A>,
  apply: (flags: GlobalFlags, value: A) => GlobalFlags
): Choice => ({
  takesValue: true,
  form: `one of ${values.join(", ")}`,
  values,
  apply: (flags, text) =>
    Option.map(Option.fromNullable(values.find((value) => value === text)), (value) => apply(flags, value))
})
const text = (form: string, apply: (flags: GlobalFlags, value: string) => GlobalFlags): Choice => ({
  takesValue: true,
  form,
  apply: (flags, value) => value === "" ? Option.none() : Option.some(apply(flags, value))
})
const on = (apply: (flags: GlobalFlags) => GlobalFlags): Switch => ({ takesValue: false, apply })

/** Formats that every command writes; a command may write more of them. */
export const commonFormats: ReadonlyArray<OutputFormat> = ["text", "json", "ndjson"]
export const allFormats: ReadonlyArray<OutputFormat> = [...commonFormats, "github", "sarif", "junit", "markdown", "openapi", "asyncapi", "jsonschema", "fixtures"]
export const logLevels: ReadonlyArray<LogLevelName> = ["trace", "debug", "info", "warning", "error", "none"]
const logFormats: ReadonlyArray<LogFormat> = ["text", "json"]
const colors: ReadonlyArray<GlobalFlags["color"]> = ["auto", "always", "never"]

const project = text("a folder", (flags, value) => ({ ...flags, project: value }))
const quiet = on((flags) => ({ ...flags, quiet: true }))
const verbose = (by: number) => on((flags) => ({ ...flags, verbosity: flags.verbosity + by }))
const help = on((flags) => ({ ...flags, help: true }))

const named = (flags: GlobalFlags, format: OutputFormat): GlobalFlags =>
  ({ ...flags, format, formats: [...flags.formats, format] })

const known: ReadonlyMap<string, Choice | Switch> = new Map<string, Choice | Switch>([
  ["--json", on((flags) => named(flags, "json"))],
  ["--format", oneOf(allFormats, named)],
  ["--color", oneOf(colors, (flags, color) => ({ ...flags, color }))],
  ["--quiet", quiet],
  ["-q", quiet],
  ["--verbose", verbose(1)],
  ["-v", verbose(1)],
  ["-vv", verbose(2)],
  ["--log-level", oneOf(logLevels, (flags, logLevel) => ({ ...flags, logLevel }))],
  ["--log-format", oneOf(logFormats, (flags, logFormat) => ({ ...flags, logFormat }))],
  ["--no-input", on((flags) => ({ ...flags, noInput: true }))],
  ["--project", project],
  ["-C", project],
  ["--timeout", {
    takesValue: true,
    form: durationForm,
    apply: (flags, value) => Option.map(parseDuration(value), (timeout) => ({ ...flags, timeout }))
  }],
  ["--ascii", on((flags) => ({ ...flags, ascii: true }))],
  ["--config", text("a file", (flags, value) => ({ ...flags, config: value }))],
  ["--help", help],
  ["-h", help],
  ["--version", on((flags) => ({ ...flags, version: true }))]
])

/** For suggestions and help: `--json`, `-q`, … */
export const globalFlagNames: ReadonlyArray<string> = [...known.keys()]

/** What each global flag takes: nothing (null), or a value, with all that it can be where that can be listed, else how it is formed. */
export const globalFlagValues: ReadonlyMap<string, ReadonlyArray<string> | string | null> = new Map(
  [...known].map(([name, flag]) => [name, flag.takesValue ? flag.values ?? flag.form : null])
)

const wrongValue = (flag: string, problem: string, form: string): UsageError =>
  new UsageError({ problem, why: `it must be ${form}`, next: "spec-kitty help", target: flag })

/** The word after a flag is its value unless it looks like a flag itself; such a value is written `--flag=-value`. */
export const isFlag = (word: string): boolean => word.length > 1 && word.startsWith("-")

/** One flag at the head of `words`: what the flags become, and how many words it took. */
const applyOne = (
  flags: GlobalFlags,
  spec: Choice | Switch,
  name: string,
  inline: string | undefined,
  following: string | undefined
): { readonly flags: GlobalFlags; readonly taken: number; readonly problem: UsageError | null } => {
  if (!spec.takesValue) {
    return inline === undefined
      ? { flags: spec.apply(flags), taken: 1, problem: null }
      : { flags, taken: 1, problem: wrongValue(name, `${name} takes no value.`, "given alone") }
  }
  const value = inline ?? (following === undefined || isFlag(following) ? undefined : following)
  const taken = inline === undefined && value !== undefined ? 2 : 1
  if (value === undefined) return { flags, taken, problem: wrongValue(name, `${name} needs a value.`, spec.form) }
  return Option.match(spec.apply(flags, value), {
    onNone: () => ({ flags, taken, problem: wrongValue(name, `${name} can't be "${value}".`, spec.form) }),
    onSome: (applied) => ({ flags: applied, taken, problem: null })
  })
}

/** Takes the global flags out of a command line, wherever they stand before `--`. Where one is repeated, the last wins; `-v` adds up. */
export const parseGlobalFlags = (words: ReadonlyArray<string>): GlobalFlagsParsed => {
  let flags = noGlobalFlags
  const rest: Array<string> = []
  const problems: Array<UsageError> = []
  let at = 0
  for (let word = words[at]; word !== undefined && word !== "--"; word = words[at]) {
    const [name = word, inline] = isFlag(word) ? splitValue(word) : [word]
    const spec = known.get(name)
    if (spec === undefined) {
      rest.push(word)
      at += 1
      continue
    }
    const applied = applyOne(flags, spec, name, inline, words[at + 1])
    flags = applied.flags
    at += applied.taken
    if (applied.problem !== null) problems.push(applied.problem)
  }
  return { flags, rest: [...rest, ...words.slice(at)], problems }
}

/** `--name=value` in two; a word without `=` alone. */
export const splitValue = (word: string): readonly [string] | readonly [string, string] => {
  const equals = word.indexOf("=")
  return equals === -1 ? [word] : [word.slice(0, equals), word.slice(equals + 1)]
}
