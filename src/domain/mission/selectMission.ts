import * as Either from "effect/Either"
import { MissionNotFound } from "./missionErrors.js"
import type { MissionDirectory } from "./MissionFacts.js"
import { numberInName } from "./missionNumbers.js"

type Missions = ReadonlyArray<MissionDirectory>

const words = (text: string): ReadonlyArray<string> => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2)

/** What a person may have meant: slugs that contain the text, then slugs that share a word with it. */
const similar = (missions: Missions, selector: string): ReadonlyArray<string> => {
  const slugs = missions.map(({ slug }): string => slug)
  const wanted = selector.toLowerCase()
  const containing = slugs.filter((slug) => wanted !== "" && slug.toLowerCase().includes(wanted))
  const sharing = slugs.filter((slug) => words(slug).some((word) => words(selector).includes(word)))
  return [...new Set([...containing, ...sharing])].slice(0, 5)
}

/** Numbers are equal as numbers: `47` and `047` are one. */
const byNumber = (missions: Missions, selector: string, numbers: ReadonlyMap<string, number>): Missions =>
  /^\d+$/.test(selector)
    ? missions.filter(({ slug }) => (numbers.get(slug) ?? numberInName(slug)) === Number(selector))
    : []

/**
 * The mission that `--mission` names: by its directory's name, else by its number, else by a prefix that only it has.
 *
 * @param numbers `mission_number` of meta.json by slug, for directories that don't start with theirs
 */
export const selectMission = (
  missions: Missions,
  selector: string,
  numbers: ReadonlyMap<string, number> = new Map()
): Either.Either<MissionDirectory, MissionNotFound> => {
  const exact = missions.filter(({ slug }) => slug === selector)
  const numbered = byNumber(missions, selector, numbers)
  const prefixed = selector === "" ? [] : missions.filter(({ slug }) => slug.startsWith(selector))
  const fitting = [exact, numbered, prefixed].find(({ length }) => length > 0) ?? []
  const [mission, ...others] = fitting
  if (mission !== undefined && others.length === 0) return Either.right(mission)
  const ambiguous = others.length > 0
  const candidates = ambiguous ? fitting.slice(0, 5).map(({ slug }) => slug) : similar(missions, selector)
  return Either.left(new MissionNotFound({ selector, candidates, ambiguous }))
}

const segments = (path: string): string => `${path.replaceAll("\\", "/").replace(/\/+$/, "")}/`

const isWithin = (path: string, directory: string): boolean => segments(path).startsWith(segments(directory))

const longest = (missions: Missions): MissionDirectory | undefined =>
  missions.reduce<MissionDirectory | undefined>(
    (best, mission) => (best === undefined || mission.slug.length > best.slug.length ? mission : best),
    undefined
  )

/**
 * The missions of a command that names none: the one of the working directory, else the one of a branch
 * `kitty/mission-<slug>` or `kitty/mission-<slug>-<lane>`, else all.
 */
export const defaultMissions = (input: {
  readonly missions: Missions
  /** Absolute path of the project's root. */
  readonly root: string
  /** Absolute path the command was started from. */
  readonly workingDirectory: string
  /** Null where git has none. */
  readonly branch: string | null
}): Missions => {
  const { branch, missions, root, workingDirectory } = input
  const here = missions.find(({ path, slug }) =>
    // The mission's path has its symlinks resolved; the working directory need not.
    isWithin(workingDirectory, path) || isWithin(workingDirectory, `${segments(root)}kitty-specs/${slug}`)
  )
  if (here !== undefined) return [here]
  const prefix = "kitty/mission-"
  const named = branch?.startsWith(prefix) === true ? `${branch.slice(prefix.length)}-` : null
  const ofBranch = named === null ? undefined : longest(missions.filter(({ slug }) => named.startsWith(`${slug}-`)))
  return ofBranch === undefined ? missions : [ofBranch]
}
