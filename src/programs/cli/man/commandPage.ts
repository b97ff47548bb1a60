import { type CommandNode, type Described, isGroup } from "../CommandNode.js"
import { globalFlagHelp, helpOf, rootSummary } from "../help.js"
import { environmentRows, exitCodeRows } from "../helpTopics.js"
import { type ManPage, pageName } from "./ManPage.js"
import { bold, definition, heading, inline, italic, prose, reference, section } from "./roff.js"

/** `(-o, --output FILE)`: flags are typed as they stand, the rest is a value. */
const term = (label: string): string =>
  label.replace(/^\((.*)\)$/, "$1").split(" ").map((word) => {
    const flag = /^(--?[A-Za-z-]+)(.*)$/.exec(word)
    return flag === null ? italic(word) : `${bold(flag[1] ?? "")}${inline(flag[2] ?? "")}`
  }).join(" ")

const isFlag = ({ label }: Described): boolean => /^\(?-/.test(label)

const definitions = (rows: ReadonlyArray<Described>): ReadonlyArray<string> =>
  rows.flatMap(({ description, label }) => definition(term(label), description))

const summaryOf = (node: CommandNode): string =>
  node.path.length === 0
    ? rootSummary
    : helpOf(node)?.summary ?? `The commands ${node.children.map(({ path }) => path.at(-1) ?? "").join(", ")}`

const synopsis = (node: CommandNode): ReadonlyArray<string> => {
  const name = bold(["spec-kitty", ...node.path].join(" "))
  const flags = `[${italic("flag")} ...]`
  const own = node.described.filter((row) => !isFlag(row)).map(({ label }) => `[${italic(label)}]`)
  const line = (...words: ReadonlyArray<string>) => [name, ...words].join(" ")
  if (node.children.length === 0) return [line(...own, flags)]
  const ofChild = line(italic("command"), flags)
  return isGroup(node) ? [ofChild] : [line(...own, flags), ".br", ofChild]
}

const description = (node: CommandNode): ReadonlyArray<string> => {
  const paragraphs = [`${summaryOf(node)}.`, ...(helpOf(node)?.details ?? [])]
  return paragraphs.flatMap((paragraph, at) => at === 0 ? [prose(paragraph)] : [".PP", prose(paragraph)])
}

const examples = (node: CommandNode): ReadonlyArray<string> =>
  (helpOf(node)?.examples ?? []).flatMap(([line, purpose]) => definition(bold(line), purpose))

/** Codes and variables are the same for every command, so they stand on the first page and on pages of their own. */
const exitStatus = (node: CommandNode): ReadonlyArray<string> =>
  node.path.length === 0
    ? [
      ...exitCodeRows.flatMap(([code, meaning]) => definition(bold(code), meaning)),
      ".PP",
      `Which one it is where several apply: ${reference(pageName(["exit-codes"]), 7)}.`
    ]
    : [`0 when it is done; every other code: ${reference(pageName(["exit-codes"]), 7)}.`]

const environment = (node: CommandNode): ReadonlyArray<string> =>
  node.path.length === 0
    ? environmentRows.flatMap(([names, meaning]) => definition(bold(names), meaning))
    : [`The variables that commands read: ${reference(pageName(["environment"]), 7)}.`]

const seeAlso = (node: CommandNode): ReadonlyArray<string> => {
  const above = node.path.length === 0 ? [] : [node.path.slice(0, -1)]
  const commands = [...above, ...node.children.map(({ path }) => path)].map((words) => reference(pageName(words), 1))
  const topics = ["environment", "exit-codes"].map((topic) => reference(pageName([topic]), 7))
  return [...commands, ...topics].map((one, at, all) => at === all.length - 1 ? one : `${one},`)
}

/** The page of one command, of a word that groups others, or of the program: all of it read off the command tree. */
export const commandPage = (node: CommandNode, version: string): ManPage => {
  const name = pageName(node.path)
  const globals = node.path.length === 0
    ? definitions(globalFlagHelp)
    : [`Every command takes those of ${reference(pageName([]), 1)}, anywhere on the line.`]
  return {
    name,
    section: 1,
    roff: [
      heading(name, 1, version),
      ...section("NAME", [`${inline(name)} \\- ${inline(summaryOf(node))}`]),
      ...section("SYNOPSIS", synopsis(node)),
      ...section("DESCRIPTION", description(node)),
      ...section("ARGUMENTS", definitions(node.described.filter((row) => row.label.startsWith("<")))),
      ...section("COMMANDS", node.children.flatMap((child) => definition(reference(pageName(child.path), 1), summaryOf(child)))),
      ...section("OPTIONS", definitions(node.described.filter(isFlag))),
      ...section("GLOBAL OPTIONS", globals),
      ...section("EXIT STATUS", exitStatus(node)),
      ...section("ENVIRONMENT", environment(node)),
      ...section("EXAMPLES", examples(node)),
      ...section("SEE ALSO", seeAlso(node))
    ].join("\n")
  }
}
