import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { LegacyState } from "../domain/identity/projectErrors.js"
import type { MissionDirectory, MissionFacts } from "../domain/mission/MissionFacts.js"
import type { MissionUnreadable } from "../domain/mission/missionErrors.js"

/** The missions of the project, `kitty-specs/<slug>/`. Reads only. */
export class MissionStore extends Context.Tag("spec-kitty/MissionStore")<MissionStore, {
  /** Every visible directory below `kitty-specs`, sorted by name; empty where the folder is absent. */
  readonly list: Effect.Effect<ReadonlyArray<MissionDirectory>, MissionUnreadable>
  /** A legacy field in one of its files refuses the mission; any other fault is a problem in the facts. */
  readonly read: (mission: MissionDirectory) => Effect.Effect<MissionFacts, LegacyState | MissionUnreadable>
}>() {}
