import * as Descriptor from "@effect/cli/CommandDescriptor"
import * as CliConfig from "@effect/cli/CliConfig"
import type * as HelpDoc from "@effect/cli/HelpDoc"
import type * as Span from "@effect/cli/HelpDoc/Span"
import type * as Usage from "@effect/cli/Usage"
import * as Option from "effect/Option"

/** One flag or argument of a command, as help shows it. */
export interface Described {
  /** `--mission SLUG`, `<URL>` */
  readonly label: string
  readonly description: string
}

/** A command as far as words, flags and help are concerned, read off its definition. */
export interface CommandNode {
  /** Words from the root, the root's own name left out. */
  readonly path: ReadonlyArray<string>
  readonly children: ReadonlyArray<CommandNode>
  /** Flag name to whether a value follows it. */
  readonly flags: ReadonlyMap<string, boolean>
  /** What a flag with a value and each argument takes: the name of it (`FILE`), or its choices (`event | body`). */
  readonly values: ReadonlyMap<string, string>
  readonly takesArguments: boolean
  /** True for a word that can be run, also where commands stand below it, such as `identity`; a plain leaf need not say so. */
  readonly isCommandToo: boolean
  readonly described: ReadonlyArray<Described>
}

/** Help of ours replaces the built-in flags; names are taken exactly as they are written. */
export const cliConfig = CliConfig.make({ isCaseSensitive: true, autoCorrectLimit: 0, showBuiltIns: false })

type NamedUsage = Extract<Usage.Usage, { readonly _tag: "Named" }>

const namedUsages = (usage: Usage.Usage): ReadonlyArray<NamedUsage> => {
  switch (usage._tag) {
    case "Empty":
    case "Mixed":
      return []
    case "Named":
      return [usage]
    case "Optional":
    case "Repeated":
      return namedUsages(usage.usage)
    case "Alternation":
    case "Concat":
      return [...namedUsages(usage.left), ...namedUsages(usage.right)]
  }
}

const plain = (span: Span.Span): string => {
  switch (span._tag) {
    case "Text":
    case "URI":
      return span.value
    case "Highlight":
    case "Strong":
    case "Weak":
      return plain(span.value)
    case "Sequence":
      return plain(span.left) + plain(span.right)
  }
}

const definitions = (doc: HelpDoc.HelpDoc): ReadonlyArray<readonly [Span.Span, HelpDoc.HelpDoc]> => {
  switch (doc._tag) {
    case "DescriptionList":
      return doc.definitions
    case "Sequence":
      return [...definitions(doc.left), ...definitions(doc.right)]
    default:
      return []
  }
}

/** The paragraphs of a document as plain text. */
export const paragraphs = (doc: HelpDoc.HelpDoc): ReadonlyArray<string> => {
  switch (doc._tag) {
    case "Paragraph":
      return [plain(doc.value)]
    case "Sequence":
      return [...paragraphs(doc.left), ...paragraphs(doc.right)]
    default:
      return []
  }
}

/** Of what the library says about a flag (its type, our description, that it is optional), our description. */
const described = ([label, doc]: readonly [Span.Span, HelpDoc.HelpDoc]): Described => ({
  label: plain(label),
  description: paragraphs(doc)[1] ?? ""
})

const below = (parent: string, node: CommandNode): CommandNode => ({
  ...node,
  path: [parent, ...node.path],
  children: node.children.map((child) => below(parent, child))
})

/**
 * Reads a command off its definition. Its children are given: the library forgets what is two levels down. Flags or
 * arguments show that a word with children is a command too; one without either says so.
 */
export const commandNode = (
  command: { readonly descriptor: Descriptor.Command<unknown> },
  children: ReadonlyArray<CommandNode> = [],
  { isCommandToo = false }: { readonly isCommandToo?: boolean } = {}
): CommandNode => {
  const [name = ""] = Descriptor.getNames(command.descriptor)
  const usages = namedUsages(Descriptor.getUsage(command.descriptor))
  const named = usages.flatMap(({ acceptedValues, names }) => names.map((flag) => [flag, Option.isSome(acceptedValues)] as const))
  const values = usages.flatMap(({ acceptedValues, names }) =>
    names.flatMap((one) => {
      const argument = /^<(?<name>.+)>$/.exec(one)?.groups?.["name"]
      const value = Option.getOrElse(acceptedValues, () => argument)
      return value === undefined ? [] : [[one, value] as const]
    }))
  return {
    path: [name],
    children: children.map((child) => below(name, child)),
    flags: new Map(named.filter(([flag]) => flag.startsWith("-"))),
    values: new Map(values),
    takesArguments: named.some(([flag]) => flag.startsWith("<")),
    isCommandToo: isCommandToo || named.some(([flag]) => /^[-<]/.test(flag)),
    described: definitions(Descriptor.getHelp(command.descriptor, cliConfig)).map(described)
  }
}

/** The program itself: its own name is in nobody's path. */
export const rootNode = (children: ReadonlyArray<CommandNode>): CommandNode => ({
  path: [],
  children,
  flags: new Map(),
  values: new Map(),
  takesArguments: false,
  isCommandToo: false,
  described: []
})

/** True for a word that only groups others, such as `dossier`. */
export const isGroup = (node: CommandNode): boolean =>
  node.children.length > 0 && !node.isCommandToo
