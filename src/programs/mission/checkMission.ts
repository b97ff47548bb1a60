import * as Effect from "effect/Effect"
import { MissionExists, MissionTypeUnknown } from "../../domain/mission/newMissionErrors.js"
import type { NewMission, NewMissionRequest } from "../../domain/mission/NewMission.js"
import { nameBehindNumber } from "../../domain/mission/missionNumbers.js"
import { parseNewMission } from "../../domain/mission/parseNewMission.js"
import { ManifestRegistry } from "../../services/ManifestRegistry.js"
import { MissionFolders } from "../../services/MissionFolders.js"
import { refuseUnmigrated } from "../sync/unmigrated.js"

const requireType = Effect.fn("requireType")(function*({ missionType }: NewMission) {
  const registry = yield* ManifestRegistry
  const { manifest, stateMachine } = yield* registry.definition(missionType)
  if (manifest !== null || stateMachine !== null) return
  return yield* new MissionTypeUnknown({ missionType, known: yield* registry.types })
})

/** The directories that are there, none of which has the name. */
export const requireNew = Effect.fn("requireNew")(function*({ slug }: NewMission) {
  const directories = yield* (yield* MissionFolders).list
  const existing = directories.find(({ name }) => nameBehindNumber(name).toLowerCase() === slug)
  if (existing !== undefined) return yield* new MissionExists({ existing: existing.name })
  return directories
})

/** Whether a mission can be created, asked before anything is made: no identity is either. */
export const checkMission = Effect.fn("checkMission")(function*(request: NewMissionRequest) {
  const mission = yield* parseNewMission(request)
  // State from before the identity cutover refuses here: config.yaml, and rows that must not be overtaken.
  yield* refuseUnmigrated
  yield* requireType(mission)
  yield* requireNew(mission)
  return mission
})
