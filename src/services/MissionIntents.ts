import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ProjectUuid, Ulid } from "../domain/identity/ids.js"
import type { StateNotWritable } from "../domain/identity/projectErrors.js"
import type { MissionIntent } from "../domain/mission/MissionIntent.js"

/**
 * What keeps a mission's directory and its event together where a process dies between the two: a note that the event
 * is owed, kept per user and project.
 */
export class MissionIntents extends Context.Tag("spec-kitty/MissionIntents")<MissionIntents, {
  /** Runs the effect while no other process of this user creates a mission in this project, or settles one. */
  readonly alone: (
    project: ProjectUuid
  ) => <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | StateNotWritable, R>
  /** On disk before it returns. */
  readonly keep: (project: ProjectUuid, intent: MissionIntent) => Effect.Effect<void, StateNotWritable>
  /** All that are kept, oldest first. One that can't be read is a notice, and stays. */
  readonly kept: (project: ProjectUuid) => Effect.Effect<ReadonlyArray<MissionIntent>>
  /** Nothing changes where it is gone already. */
  readonly forget: (project: ProjectUuid, eventId: Ulid) => Effect.Effect<void, StateNotWritable>
}>() {}
