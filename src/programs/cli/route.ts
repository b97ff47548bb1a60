import * as Either from "effect/Either"
import { type CommandNode, isGroup } from "./CommandNode.js"
import { globalFlagNames, isFlag, splitValue } from "./globalFlags.js"
import { suggest } from "./suggest.js"
import { UsageError } from "./UsageError.js"

/** A command line as the parser takes it: the command's words first, each flag as one word, then the arguments. */
export interface Route {
  readonly node: CommandNode
  readonly words: ReadonlyArray<string>
}

const allFlags = (node: CommandNode): ReadonlyArray<readonly [string, boolean]> => [
  ...node.flags,
  ...node.children.flatMap(allFlags)
]

const helpFor = (node: CommandNode): string => ["spec-kitty", "help", ...node.path].join(" ")

const nameOf = (node: CommandNode): string => ["spec-kitty", ...node.path].join(" ")

const unknownCommand = (node: CommandNode, word: string): UsageError => {
  const names = node.children.map(({ path }) => path.at(-1) ?? "").sort()
  const meant = suggest(word, names)
  return new UsageError({
    problem: `${nameOf(node)} has no command "${word}".`,
    why: `its commands are ${names.join(", ")}`,
    next: meant === undefined ? helpFor(node) : `did you mean: ${nameOf(node)} ${meant}`,
    target: word
  })
}

const unknownFlag = (node: CommandNode, flag: string): UsageError => {
  const own = [...node.flags.keys()]
  const meant = suggest(flag, [...own, ...globalFlagNames])
  return new UsageError({
    problem: `${nameOf(node)} has no flag ${flag}.`,
    why: own.length === 0 ? "it takes none but the global ones" : `its flags are ${own.join(", ")}, and the global ones`,
    next: meant === undefined ? helpFor(node) : `did you mean: ${meant}`,
    target: flag
  })
}

const needsValue = (node: CommandNode, flag: string): UsageError =>
  new UsageError({
    problem: `${flag} needs a value.`,
    why: `a value that begins with - is written ${flag}=-value`,
    next: helpFor(node),
    target: flag
  })

const takesNoValue = (node: CommandNode, flag: string): UsageError =>
  new UsageError({
    problem: `${flag} takes no value.`,
    why: "it is on where it is given",
    next: helpFor(node),
    target: flag
  })

interface GivenFlag {
  readonly name: string
  /** Undefined for a switch. */
  readonly value: string | undefined
}

interface Scanned {
  readonly flags: ReadonlyArray<GivenFlag>
  readonly words: ReadonlyArray<string>
  /** From `--` on. */
  readonly forced: ReadonlyArray<string>
  /** A flag at the end, or before another, that should have had a value. */
  readonly valueless: string | null
}

/** Flags with their values on one side, plain words on the other. Which flags take values does not depend on the command. */
const scan = (root: CommandNode, given: ReadonlyArray<string>): Scanned => {
  const takesValue = new Map(allFlags(root))
  const flags: Array<GivenFlag> = []
  const words: Array<string> = []
  let valueless: string | null = null
  let at = 0
  for (let word = given[at]; word !== undefined && word !== "--"; word = given[at]) {
    at += 1
    if (!isFlag(word)) {
      words.push(word)
      continue
    }
    const [name, inline] = splitValue(word)
    const following = given[at]
    if (inline !== undefined || takesValue.get(name) !== true) flags.push({ name, value: inline })
    else if (following === undefined || isFlag(following)) valueless ??= name
    else {
      flags.push({ name, value: following })
      at += 1
    }
  }
  return { flags, words, forced: given.slice(at), valueless }
}

/**
 * Finds the command that a line means and puts the line into the order that the parser takes, so that flags may stand
 * anywhere. Unknown words and flags end here, with the nearest known one where there is one (U-20).
 */
export const route = (root: CommandNode, given: ReadonlyArray<string>): Either.Either<Route, UsageError> => {
  const scanned = scan(root, given)
  const known = new Set(allFlags(root).map(([name]) => name))
  const unheardOf = scanned.flags.find(({ name }) => !known.has(name))
  // Told before an unknown word: that word may be the value of this flag.
  if (unheardOf !== undefined) return Either.left(unknownFlag(deepest(root, scanned.words), unheardOf.name))
  return Either.flatMap(resolve(root, scanned.words), ({ left, node }) => arrange(root, node, left, scanned))
}

const deepest = (root: CommandNode, words: ReadonlyArray<string>): CommandNode => {
  const child = root.children.find(({ path }) => path.at(-1) === words[0])
  return child === undefined ? root : deepest(child, words.slice(1))
}

/**
 * One flag as the parser reads it. Beside subcommands a value stays in the same word, or a mission named `status` would
 * be taken for the command; elsewhere it is a word of its own, or a repeated flag would be taken for an argument. A switch
 * says what it is: the parser would take an argument behind it such as 1 or on, an id for one, for its value.
 */
const flagWords = (node: CommandNode, { name, value }: GivenFlag): ReadonlyArray<string> => {
  if (value === undefined) return [`${name}=true`]
  return node.children.length > 0 ? [`${name}=${value}`] : [name, value]
}

/** The command that a line with `--help` is about, whatever else is on it. */
export const routeHelp = (root: CommandNode, given: ReadonlyArray<string>): Either.Either<CommandNode, UsageError> =>
  Either.map(resolve(root, scan(root, given).words), ({ node }) => node)

interface Resolved {
  readonly node: CommandNode
  /** Words after the command's own. */
  readonly left: ReadonlyArray<string>
}

const resolve = (root: CommandNode, words: ReadonlyArray<string>): Either.Either<Resolved, UsageError> => {
  let node = root
  for (const [depth, word] of words.entries()) {
    const child = node.children.find(({ path }) => path.at(-1) === word)
    if (child === undefined) {
      return node.children.length > 0
        ? Either.left(unknownCommand(node, word))
        : Either.right({ node, left: words.slice(depth) })
    }
    node = child
  }
  return Either.right({ node, left: [] })
}

const arrange = (
  root: CommandNode,
  node: CommandNode,
  left: ReadonlyArray<string>,
  { flags, forced, valueless }: Scanned
): Either.Either<Route, UsageError> => {
  const unknown = flags.find(({ name }) => !node.flags.has(name))
  if (unknown !== undefined) return Either.left(unknownFlag(node, unknown.name))
  const filled = flags.find(({ name, value }) => value !== undefined && node.flags.get(name) === false)
  if (filled !== undefined) return Either.left(takesNoValue(node, filled.name))
  if (valueless !== null) return Either.left(node.flags.has(valueless) ? needsValue(node, valueless) : unknownFlag(node, valueless))
  if (isGroup(node) && node !== root) {
    return Either.left(new UsageError({
      problem: `${nameOf(node)} needs a command.`,
      why: `its commands are ${node.children.map(({ path }) => path.at(-1) ?? "").sort().join(", ")}`,
      next: helpFor(node),
      target: null
    }))
  }
  const unexpected = node.takesArguments ? undefined : [...left, ...forced.slice(1)][0]
  if (unexpected !== undefined) {
    return Either.left(new UsageError({
      problem: `${nameOf(node)} takes no argument "${unexpected}".`,
      why: "it takes flags alone",
      next: helpFor(node),
      target: unexpected
    }))
  }
  return Either.right({ node, words: [...node.path, ...flags.flatMap((flag) => flagWords(node, flag)), ...left, ...forced] })
}
