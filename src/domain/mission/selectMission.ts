import * as Either from "effect/Either"
import { fittingMissions } from "./fittingMissions.js"
import { MissionNotFound } from "./missionErrors.js"
import type { MissionDirectory } from "./MissionFacts.js"

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
  const fitting = fittingMissions(missions, selector, numbers)
  const [mission, ...others] = fitting
  if (mission !== undefined && others.length === 0) return Either.right(mission)
  const ambiguous = others.length > 0
  const candidates = ambiguous ? fitting.slice(0, 5).map(({ slug }) => slug) : similar(missions, selector)
  return Either.left(new MissionNotFound({ selector, candidates, ambiguous }))
}
