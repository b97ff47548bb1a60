import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ProjectUuid } from "../domain/identity/ids.js"
import type { StateNotWritable } from "../domain/identity/projectErrors.js"
import type { KeptEntry, NotRemoved, Undelivered } from "../domain/purge/PurgeReport.js"
import type { QueueUnavailable } from "../domain/sync/queueErrors.js"

/** What is kept outside the repository, and what was never delivered of it. */
export interface KeptState {
  /** By path. */
  readonly entries: ReadonlyArray<KeptEntry>
  /** Null where the queue can't be read. */
  readonly undelivered: Undelivered | null
  /** What belongs to the project, or lies beside its state, and stays. */
  readonly notRemoved: ReadonlyArray<NotRemoved>
}

/**
 * Everything that is kept for this project and this checkout outside the repository: `projects/<uuid>/`, and the
 * checkout's folder in `checkouts/`, below `$SPEC_KITTY_HOME`. Other projects' files are neither opened nor changed.
 */
export class ProjectState extends Context.Tag("spec-kitty/ProjectState")<ProjectState, {
  /** Changes nothing. */
  readonly look: (project: Option.Option<ProjectUuid>) => Effect.Effect<KeptState, QueueUnavailable | StateNotWritable>
  /**
   * Looks while no other process has the project's queue open, and removes all of it where `agrees` says so: moved aside
   * first, so that a kill leaves all or nothing in its place, and the next call removes the rest. Returns what it saw.
   */
  readonly remove: (
    project: Option.Option<ProjectUuid>,
    agrees: (kept: KeptState) => boolean
  ) => Effect.Effect<KeptState, QueueUnavailable | StateNotWritable>
}>() {}
