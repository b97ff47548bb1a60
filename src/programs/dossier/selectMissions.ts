import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { MissionDirectory } from "../../domain/mission/MissionFacts.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import { defaultMissions } from "../../domain/mission/fittingMissions.js"
import { selectMission } from "../../domain/mission/selectMission.js"
import { Git } from "../../services/Git.js"
import { MissionStore } from "../../services/MissionStore.js"
import { Project } from "../../services/Project.js"

/** `mission_number` by slug; read only where a number was given. A mission that can't be read has none. */
const numbersOf = Effect.fn("numbersOf")(function*(missions: ReadonlyArray<MissionDirectory>, selector: string) {
  const numbers = new Map<string, number>()
  if (!/^\d+$/.test(selector)) return numbers
  const store = yield* MissionStore
  for (const mission of missions) {
    const meta = yield* store.read(mission).pipe(Effect.map((facts) => facts.meta), Effect.orElseSucceed(() => null))
    const number = Number(meta?.mission_number ?? Number.NaN)
    if (Number.isInteger(number)) numbers.set(mission.slug, number)
  }
  return numbers
})

/** The missions a command is about: the named one, all, or the one the user is in, else all. */
export const selectMissions = Effect.fn("selectMissions")(function*(selection: MissionSelection) {
  const missions = yield* (yield* MissionStore).list
  switch (selection._tag) {
    case "All":
      return missions
    case "One":
      return [yield* selectMission(missions, selection.selector, yield* numbersOf(missions, selection.selector))]
    case "Default": {
      const { root, workingDirectory } = yield* Project
      const branch = Option.getOrNull(yield* (yield* Git).branch)
      return defaultMissions({ missions, root, workingDirectory, branch })
    }
  }
})
