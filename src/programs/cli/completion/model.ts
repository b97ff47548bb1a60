import { composed } from "../../contract/check.js"
import { type CommandNode, type Described } from "../CommandNode.js"
import { allFormats, commonFormats, globalFlagValues } from "../globalFlags.js"
import { globalFlagHelp, helpOf } from "../help.js"
import { helpTopics } from "../helpTopics.js"

/** What may stand in one place of a line. `Text` is anything: there is nothing to offer. */
export type Value =
  | { readonly _tag: "Words"; readonly words: ReadonlyArray<string> }
  /** Too many to be listed before a first letter was typed. */
  | { readonly _tag: "Begun"; readonly words: ReadonlyArray<string> }
  | { readonly _tag: "Files" }
  | { readonly _tag: "Folders" }
  /** The program knows: `completion values KIND` (`completionValues.ts`). Of artifacts, files where it knows none. */
  | { readonly _tag: "Asked"; readonly kind: "missions" | "artifacts" }
  | { readonly _tag: "Text" }

export interface Offered {
  readonly word: string
  readonly description: string
}
export interface OfferedFlag extends Offered {
  /** Null for a switch. */
  readonly value: Value | null
}

/** What a shell knows of one command, or of the words of `help` that name one. */
export interface Completed {
  /** Its words with a space between; empty for the program itself. */
  readonly path: string
  readonly children: ReadonlyArray<Offered>
  /** Its own; the global ones are beside. */
  readonly flags: ReadonlyArray<OfferedFlag>
  readonly arguments: ReadonlyArray<Value>
  readonly formats: ReadonlyArray<string>
}

export interface CompletionModel {
  readonly commands: ReadonlyArray<Completed>
  readonly globalFlags: ReadonlyArray<OfferedFlag>
}

const words = (all: ReadonlyArray<string>): Value => ({ _tag: "Words", words: all })

/** By the name that help gives a value, so that a new flag is completed without being named here. */
const valueOf = (name: string, contexts: ReadonlyArray<string>): Value => {
  if (name.includes(" | ")) return words(name.split(" | "))
  switch (name) {
    case "FILE":
      return { _tag: "Files" }
    case "DIR":
      return { _tag: "Folders" }
    case "SLUG":
      return { _tag: "Asked", kind: "missions" }
    case "path|key":
      return { _tag: "Asked", kind: "artifacts" }
    case "CONTEXT":
      return words(contexts)
    default:
      return { _tag: "Text" }
  }
}

const globalValue = (takes: ReadonlyArray<string> | string | null): Value | null => {
  if (takes === null) return null
  if (typeof takes !== "string") return words(takes)
  return takes === "a file" ? { _tag: "Files" } : takes === "a folder" ? { _tag: "Folders" } : { _tag: "Text" }
}

/** A label of help is such as `--project DIR, -C DIR` or `(-o, --output FILE)`. */
const descriptionIn = (rows: ReadonlyArray<Described>, flag: string): string =>
  rows.find(({ label }) => label.split(/[\s,()]+/).includes(flag))?.description ?? ""

const summaryOf = (node: CommandNode): string =>
  helpOf(node)?.summary ?? `${node.path.join(" ")}: ${node.children.map(({ path }) => path.at(-1) ?? "").join(", ")}`

const childrenOf = (node: CommandNode): ReadonlyArray<Offered> =>
  node.children.map((child) => ({ word: child.path.at(-1) ?? "", description: summaryOf(child) }))

const completed = (node: CommandNode, contexts: ReadonlyArray<string>): Completed => ({
  path: node.path.join(" "),
  children: childrenOf(node),
  flags: [...node.flags].map(([flag, takesValue]) => ({
    word: flag,
    description: descriptionIn(node.described, flag),
    value: takesValue ? valueOf(node.values.get(flag) ?? "", [...contexts, ...composed]) : null
  })),
  arguments: [...node.values].flatMap(([name, value]) => name.startsWith("<") ? [valueOf(value, contexts)] : []),
  // Before the command is known, every format may become one of its own.
  formats: node.path.length === 0 ? allFormats : [...commonFormats, ...(helpOf(node)?.formats ?? [])]
})

const everyNode = (node: CommandNode): ReadonlyArray<CommandNode> => [node, ...node.children.flatMap(everyNode)]

/** `help` and `man` take the words of every command, or a topic. */
const pageWords = (root: CommandNode, page: "help" | "man"): ReadonlyArray<Completed> =>
  everyNode(root).filter((node) => node !== root && node.children.length > 0)
    .map((node) => ({ path: `${page} ${node.path.join(" ")}`, children: childrenOf(node), flags: [], arguments: [], formats: commonFormats }))

/** Values that the command tree does not hold. */
export interface KnownValues {
  /** Of the contract. */
  readonly contexts: ReadonlyArray<string>
  readonly errorCodes: ReadonlyArray<string>
}

/** All that the scripts of every shell are made of: read off the command tree, so that they can't drift from it. */
export const completionModel = (root: CommandNode, { contexts, errorCodes }: KnownValues): CompletionModel => {
  const commands = everyNode(root).map((node) => completed(node, contexts))
  const codes: Value = { _tag: "Begun", words: errorCodes }
  const topics = [...helpTopics.keys()].map((word) => ({ word, description: `About ${word}` }))
  return {
    commands: [
      ...commands.map((one) =>
        one.path === "help" || one.path === "man"
          ? { ...one, children: [...childrenOf(root), ...topics], arguments: one.path === "help" ? [codes] : [] }
          : one),
      ...pageWords(root, "help"),
      ...pageWords(root, "man")
    ],
    globalFlags: [...globalFlagValues].map(([flag, takes]) => ({
      word: flag,
      description: descriptionIn(globalFlagHelp, flag),
      value: globalValue(takes)
    }))
  }
}

/** Flags that are followed by a value, in any command: which they are does not depend on it. */
export const flagsWithValue = ({ commands, globalFlags }: CompletionModel): ReadonlyArray<string> =>
  [...new Set([...globalFlags, ...commands.flatMap(({ flags }) => flags)].flatMap(({ value, word }) => value === null ? [] : [word]))]
