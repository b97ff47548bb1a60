import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ConfigInvalid, LegacyState, StateNotWritable } from "../domain/identity/projectErrors.js"
import type { TrackerChange, TrackerSection } from "../domain/tracker/TrackerSection.js"

/** What `.kittify/config.yaml` says that binding to a tracker needs. */
export interface TrackerSettings {
  readonly section: TrackerSection
  /** `project.repo_slug`, the user's own value; null where there is none: for a tracker it is never derived. */
  readonly repoSlug: string | null
}

/** The section `tracker` of `.kittify/config.yaml`. */
export class TrackerConfig extends Context.Tag("spec-kitty/TrackerConfig")<TrackerConfig, {
  /** What the file says now; an absent file says nothing. Writes nothing. */
  readonly read: Effect.Effect<TrackerSettings, ConfigInvalid | LegacyState>

  /** Fails where `write` would: asked before a server is told to bind. Leaves the file and its folder as they were. */
  readonly checkWritable: Effect.Effect<void, ConfigInvalid | LegacyState | StateNotWritable>

  /**
   * Sets these keys, all of them or none, while no other writer of the file is at it. Comments, order, unknown keys and
   * permissions stay; the file is on disk before it returns.
   */
  readonly write: (changes: ReadonlyArray<TrackerChange>) => Effect.Effect<void, ConfigInvalid | LegacyState | StateNotWritable>
}>() {}
