import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import { defaultMissions, selectMission } from "../../domain/mission/selectMission.js"
import { Git } from "../../services/Git.js"
import { MissionStore } from "../../services/MissionStore.js"
import { Project } from "../../services/Project.js"

/** The missions a command is about: the named one, all, or the one the user is in, else all. */
export const selectMissions = Effect.fn("selectMissions")(function*(selection: MissionSelection) {
  const missions = yield* (yield* MissionStore).list
  switch (selection._tag) {
    case "All":
      return missions
    case "One":
      return [yield* selectMission(missions, selection.selector)]
    case "Default": {
      const { root, workingDirectory } = yield* Project
      const branch = Option.getOrNull(yield* (yield* Git).branch)
      return defaultMissions({ missions, root, workingDirectory, branch })
    }
  }
})
