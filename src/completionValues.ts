import { readFileSync } from "node:fs"
import { artifactsOf, type ExpectedNames, type NamedArtifact } from "./layers/node/completion/artifacts.js"
import { chosenMissions, missionsOf } from "./layers/node/completion/missions.js"
import { whereabouts, type Whereabouts } from "./layers/node/completion/whereabouts.js"

/**
 * `completion values KIND [--project=DIR] [--mission=SLUG] -- PREFIX`: what the scripts of `spec-kitty completion` ask the
 * program for when TAB is pressed. Not in help: nobody types it.
 */
interface Question {
  readonly kind: string
  /** Empty where the line names none. */
  readonly project: string
  readonly mission: string
  /** What stands at the cursor, without quotes. */
  readonly prefix: string
}

interface Candidate {
  readonly word: string
  /** Shown beside it by shells that do. */
  readonly description: string
}

/** More than a person reads through, and few enough for every shell. */
const maxCandidates = 1000
/** Names that are looked at, over all missions, so that TAB answers at once in any project. */
const maxNames = 20_000
const maxMissions = 100

const valueOf = (words: ReadonlyArray<string>, flag: string): string =>
  words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1) ?? ""

const parse = ([kind = "", ...words]: ReadonlyArray<string>): Question => {
  const end = words.includes("--") ? words.indexOf("--") : words.length
  const flags = words.slice(0, end)
  return { kind, project: valueOf(flags, "--project"), mission: valueOf(flags, "--mission"), prefix: words[end + 1] ?? "" }
}

const isNames = (value: unknown): value is ExpectedNames => typeof value === "object" && value !== null

/** What the build wrote beside the bundle; without it, files that no scan has seen are offered by path alone. */
const shippedNames = (from: string): ExpectedNames => {
  // eslint-disable-next-line no-restricted-syntax -- runs before Effect is loaded; run from its sources it has no such file
  try {
    const names: unknown = JSON.parse(readFileSync(new URL("artifact-names.json", from), "utf8"))
    return isNames(names) ? names : {}
  } catch {
    return {}
  }
}

/** Keys first, each with its path, then paths with their keys. */
const artifactCandidates = (artifacts: ReadonlyArray<NamedArtifact>): ReadonlyArray<Candidate> => [
  ...artifacts.flatMap(({ key, path }) => key === null ? [] : [{ word: key, description: path }]),
  ...artifacts.map(({ key, path }) => ({ word: path, description: key ?? "" }))
]

const artifactsIn = (where: Whereabouts, { mission }: Question, from: string): ReadonlyArray<NamedArtifact> => {
  const shipped = shippedNames(from)
  const found: Array<NamedArtifact> = []
  for (const chosen of chosenMissions(where, mission).slice(0, maxMissions)) {
    if (found.length >= maxNames) break
    found.push(...artifactsOf(where.root, chosen, shipped, maxNames - found.length))
  }
  return found
}

const candidates = (where: Whereabouts, question: Question, from: string): ReadonlyArray<Candidate> => {
  switch (question.kind) {
    case "missions":
      return missionsOf(where).map(({ slug }) => ({ word: slug, description: "" }))
    case "artifacts":
      return artifactCandidates(artifactsIn(where, question, from))
    default:
      return []
  }
}

/** Those that begin with what was typed, then those that have it elsewhere: some shells complete these as well. */
const fitting = (all: ReadonlyArray<Candidate>, { prefix }: Question): ReadonlyArray<Candidate> => {
  const once = [...new Map(all.map((candidate) => [candidate.word, candidate])).values()]
  const beginning = once.filter(({ word }) => word.startsWith(prefix))
  const holding = once.filter(({ word }) => !word.startsWith(prefix) && word.toLowerCase().includes(prefix.toLowerCase()))
  return [...beginning, ...holding].slice(0, maxCandidates)
}

const line = ({ description, word }: Candidate): string => description === "" ? `${word}\n` : `${word}\t${description}\n`

/**
 * The answer to the words after `completion values`: a candidate on each line, at most 1,000, some with a tab and a
 * description behind. Empty where the line is outside a project, and where anything fails: a person who presses TAB is
 * not to be told of it. Reads names, and three small files of a mission at most; writes nothing, runs nothing.
 *
 * @param from the file URL of the program, which the file of the manifests' names stands beside
 */
export const completionValues = (words: ReadonlyArray<string>, from: string): string => {
  const question = parse(words)
  // eslint-disable-next-line no-restricted-syntax -- runs before Effect is loaded; a folder may be gone at any moment
  try {
    const where = whereabouts(question.project)
    return where === undefined ? "" : fitting(candidates(where, question, from), question).map(line).join("")
  } catch {
    return ""
  }
}
