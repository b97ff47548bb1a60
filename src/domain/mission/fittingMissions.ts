import { numberInName } from "./missionNumbers.js"

/** A mission as far as choosing it goes. No more is imported here: a shell's completion chooses before Effect is loaded. */
interface Choice {
  readonly slug: string
  /** Absolute, symlinks of the path itself resolved once. */
  readonly path: string
}

/** Numbers are equal as numbers: `47` and `047` are one. */
const byNumber = <Mission extends Choice>(
  missions: ReadonlyArray<Mission>,
  selector: string,
  numbers: ReadonlyMap<string, number>
): ReadonlyArray<Mission> =>
  /^\d+$/.test(selector)
    ? missions.filter(({ slug }) => (numbers.get(slug) ?? numberInName(slug)) === Number(selector))
    : []

/**
 * The missions that `--mission` may mean: those of that name, else of that number, else with that beginning.
 *
 * @param numbers `mission_number` of meta.json by slug, for directories that don't start with theirs
 */
export const fittingMissions = <Mission extends Choice>(
  missions: ReadonlyArray<Mission>,
  selector: string,
  numbers: ReadonlyMap<string, number> = new Map()
): ReadonlyArray<Mission> => {
  const exact = missions.filter(({ slug }) => slug === selector)
  const numbered = byNumber(missions, selector, numbers)
  const prefixed = selector === "" ? [] : missions.filter(({ slug }) => slug.startsWith(selector))
  return [exact, numbered, prefixed].find(({ length }) => length > 0) ?? []
}

const segments = (path: string): string => `${path.replaceAll("\\", "/").replace(/\/+$/, "")}/`

const isWithin = (path: string, directory: string): boolean => segments(path).startsWith(segments(directory))

const longest = <Mission extends Choice>(missions: ReadonlyArray<Mission>): Mission | undefined =>
  missions.reduce<Mission | undefined>(
    (best, mission) => (best === undefined || mission.slug.length > best.slug.length ? mission : best),
    undefined
  )

/**
 * The missions of a command that names none: the one of the working directory, else the one of a branch
 * `kitty/mission-<slug>` or `kitty/mission-<slug>-<lane>`, else all.
 */
export const defaultMissions = <Mission extends Choice>(input: {
  readonly missions: ReadonlyArray<Mission>
  /** Absolute path of the project's root. */
  readonly root: string
  /** Absolute path the command was started from. */
  readonly workingDirectory: string
  /** Null where git has none. */
  readonly branch: string | null
}): ReadonlyArray<Mission> => {
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
