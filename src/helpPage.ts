import { readFileSync } from "node:fs"
import { localeIsNotUtf8 } from "./programs/cli/locale.js"

/** One page as the command line writes it to stdout, without the last line break. */
export interface HelpPage {
  readonly text: string
  readonly json: string
}

/** What the build writes beside the bundle, by the words that name a page: `sync status`, `exit-codes`; the root's name is empty. */
export interface HelpPages {
  readonly commands: Readonly<Record<string, HelpPage>>
  readonly topics: Readonly<Record<string, HelpPage>>
}

const isHelpPages = (value: unknown): value is HelpPages =>
  typeof value === "object" && value !== null && "commands" in value && "topics" in value

/** Which page the line is about, where it says nothing but that. */
const asked = (words: ReadonlyArray<string>, { commands, topics }: HelpPages): HelpPage | undefined => {
  const flags = words.filter((word) => word.startsWith("-"))
  const names = words.filter((word) => !word.startsWith("-"))
  // A word with a space in it names nothing, but joined with others it might look like a name.
  if (names.some((word) => word.includes(" "))) return undefined
  if (flags.length === 0 && names[0] === "help") {
    const name = names.slice(1).join(" ")
    return Object.hasOwn(topics, name) ? topics[name] : Object.hasOwn(commands, name) ? commands[name] : undefined
  }
  const help = flags.length === 1 && (flags[0] === "--help" || flags[0] === "-h")
  const name = names.join(" ")
  return (help || words.length === 0) && Object.hasOwn(commands, name) ? commands[name] : undefined
}

/** Empty counts as unset, as everywhere. */
const variable = (name: string): string | undefined => {
  // eslint-disable-next-line no-restricted-syntax -- runs before Effect, and so before Settings, is loaded
  const value = process.env[name]
  return value === "" ? undefined : value
}

const isPlain = (): boolean =>
  !["SPEC_KITTY_FORMAT", "SPEC_KITTY_LOG_LEVEL"].some((name) => variable(name) !== undefined) && !localeIsNotUtf8(variable)

/**
 * The answer to `help …`, `… --help`, `… -h` and to no words at all, with or without `--json`, read from the file that
 * the build made by asking the command line itself: a tenth of the time. Undefined for every other line, for unusual
 * surroundings, and where there is no such file: then the command line answers.
 *
 * @param from the file URL of the program, which the file of pages stands beside
 */
export const helpPage = (words: ReadonlyArray<string>, from: string): string | undefined => {
  const json = words.filter((word) => word === "--json")
  const rest = words.filter((word) => word !== "--json")
  if (json.length > 1 || !isPlain()) return undefined
  if (rest.length > 0 && rest[0] !== "help" && !rest.includes("--help") && !rest.includes("-h")) return undefined
  // eslint-disable-next-line no-restricted-syntax -- runs before Effect is loaded; run from its sources it has no such file
  try {
    const pages: unknown = JSON.parse(readFileSync(new URL("help.json", from), "utf8"))
    const page = isHelpPages(pages) ? asked(rest, pages) : undefined
    return json.length === 0 ? page?.text : page?.json
  } catch {
    return undefined
  }
}
