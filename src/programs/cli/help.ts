import * as Effect from "effect/Effect"
import { commandHelps } from "./app.js"
import type { CommandHelp } from "./CommandHelp.js"
import { type CommandNode, type Described, isGroup } from "./CommandNode.js"
import { helpTopics } from "./helpTopics.js"
import { alignColumns, padCells } from "./render/columns.js"
import { wrap } from "./render/wrap.js"
import { suggest } from "./suggest.js"
import { UsageError } from "./UsageError.js"

const lineWidth = 100

/** What the program is for, in one line without a full stop. */
export const rootSummary = "index a project's missions, prove what they hold, deliver it once"

/** Global flags as help lists them. */
export const globalFlagHelp: ReadonlyArray<Described> = [
  { label: "--json", description: "One JSON value on stdout; the same as --format json." },
  { label: "--format text|json|ndjson", description: "How the answer is written; ndjson: progress too, one JSON value per line." },
  { label: "--color auto|always|never", description: "Colour; auto: only for a person at a terminal." },
  { label: "--quiet, -q", description: "The answer and errors, nothing else." },
  { label: "--verbose, -v, -vv", description: "Write to stderr what is done; twice, every request as well." },
  { label: "--log-level LEVEL", description: "Write a log to stderr: trace, debug, info, warning, error or none." },
  { label: "--log-format text|json", description: "How a line of the log is written." },
  { label: "--no-input", description: "Never ask anything." },
  { label: "--project DIR, -C DIR", description: "Work on the project of this folder." },
  { label: "--timeout DURATION", description: "How long to wait for another process that holds a lock, such as 10s." },
  { label: "--ascii", description: "Plain ASCII output." },
  { label: "--config FILE", description: "Read settings from this file." },
  { label: "--help, -h", description: "Explain the command." },
  { label: "--version", description: "Print the version." }
]

const described = (rows: ReadonlyArray<Described>): ReadonlyArray<string> => {
  const column = Math.max(0, ...rows.map(({ label }) => label.length)) + 4
  return rows.flatMap(({ description, label }) =>
    wrap(description, lineWidth - column).map((line, index) =>
      (padCells(index === 0 ? `  ${label}` : "", column) + line).trimEnd())
  )
}

const section = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : ["", title, ...lines]

/** What a command says of itself beyond its flags; nothing for a word that only groups others. */
export const helpOf = (node: CommandNode): CommandHelp | undefined =>
  commandHelps.find(({ path }) => path.join(" ") === node.path.join(" "))

const commandLines = (node: CommandNode): ReadonlyArray<string> =>
  alignColumns(
    commandHelps
      .filter(({ path }) => path.length > node.path.length && node.path.every((word, index) => word === path[index]))
      .map(({ path, summary }) => [`  ${path.join(" ")}`, summary])
  )

const usageLine = (node: CommandNode): string => {
  const name = ["spec-kitty", ...node.path].join(" ")
  if (isGroup(node)) return `Usage: ${name} COMMAND [flags]`
  const args = node.described.filter(({ label }) => label.startsWith("<")).map(({ label }) => ` [${label}]`).join("")
  return `Usage: ${name}${args} [flags]`
}

const exampleLines = (help: CommandHelp): ReadonlyArray<string> =>
  alignColumns(help.examples.map(([line, purpose]) => [`  $ ${line}`, purpose]))

/** Everything about one command; of the root, what there is. */
export const commandHelpText = (node: CommandNode): string => {
  const help = helpOf(node)
  const root = node.path.length === 0
  const title = root
    ? `spec-kitty: ${rootSummary}`
    : ["spec-kitty", ...node.path].join(" ") + (help === undefined ? "" : `: ${help.summary}`)
  return [
    title,
    "",
    usageLine(node),
    ...(help?.details ?? []).flatMap((paragraph) => ["", ...wrap(paragraph, lineWidth)]),
    ...section("Arguments", described(node.described.filter(({ label }) => !label.startsWith("-")))),
    ...section("Commands", commandLines(node)),
    ...section("Flags", described(node.described.filter(({ label }) => label.startsWith("-")))),
    ...section("Examples", root ? rootExamples : help === undefined ? [] : exampleLines(help)),
    ...(root
      ? section("Global flags, anywhere on the line", described(globalFlagHelp))
      : ["", "Global flags, such as --json and --project: spec-kitty help"]),
    ...(root ? ["", `More: spec-kitty help COMMAND, or one of ${[...helpTopics.keys()].join(", ")}, or an error code such as QUEUE-05`] : [])
  ].join("\n")
}

const rootExamples = alignColumns([
  ["  $ spec-kitty demo", "see it all on a sample project"],
  ["  $ spec-kitty dossier scan", "what this project's missions hold; nothing is sent"],
  ["  $ spec-kitty sync server https://kitty.example.org", "choose where this project may send"],
  ["  $ spec-kitty sync", "deliver"]
])

/** Help for the words after `help`: a command's, or a topic. */
export const helpText = (root: CommandNode, words: ReadonlyArray<string>): Effect.Effect<string, UsageError> => {
  const topic = words.length === 1 ? helpTopics.get(words[0] ?? "") : undefined
  if (topic !== undefined) return topic
  let node: CommandNode | undefined = root
  for (const word of words) node = node?.children.find(({ path }) => path.at(-1) === word)
  if (node !== undefined) return Effect.succeed(commandHelpText(node))
  const asked = words.join(" ")
  const known = [...commandHelps.map(({ path }) => path.join(" ")), ...helpTopics.keys()]
  const meant = suggest(asked, known)
  return Effect.fail(new UsageError({
    problem: `There is no help on "${asked}".`,
    why: `topics are ${[...helpTopics.keys()].join(", ")}, every command and every error code`,
    next: meant === undefined ? "spec-kitty help" : `did you mean: spec-kitty help ${meant}`,
    target: asked
  }))
}
