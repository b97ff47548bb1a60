import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ConfigInvalid, LegacyState, StateNotWritable } from "../domain/identity/projectErrors.js"
import type { ProjectUuid } from "../domain/identity/ids.js"
import type { ProjectIdentity } from "../domain/identity/ProjectIdentity.js"
import type { IdentityStep } from "../domain/upgrade/UpgradePlan.js"

/** Files of the repository as `ensure` would leave them. */
export interface IdentityDraft {
  readonly identity: ProjectIdentity
  /** config.yaml and, where git tracks that one, local.yaml; those that would not change are left out. */
  readonly files: ReadonlyArray<{
    /** Relative to the project's root, `/` separators. */
    readonly path: string
    readonly after: string
  }>
  readonly steps: ReadonlyArray<IdentityStep>
}

/** Project, checkout and machine identity, kept in `.kittify/`. */
export class ProjectIdentityStore extends Context.Tag("spec-kitty/ProjectIdentityStore")<ProjectIdentityStore, {
  /** The project's UUID if one is stored. Writes nothing. */
  readonly projectUuid: Effect.Effect<Option.Option<ProjectUuid>, ConfigInvalid | LegacyState>
  /**
   * The whole identity for what is only looked at: what is missing is made up, anew each time, and not kept. Writes
   * nothing.
   */
  readonly provisional: Effect.Effect<ProjectIdentity, ConfigInvalid | LegacyState>
  /**
   * The whole identity; what is missing is made on first use under a lock, so that processes that start together make
   * one. Comments, order and unknown keys of config.yaml stay.
   */
  readonly ensure: Effect.Effect<ProjectIdentity, ConfigInvalid | LegacyState | StateNotWritable>
  /**
   * What `ensure` would write if config.yaml read `config`, its flat `project.build_id` and `project.node_id` carried into
   * their sections where git does not track the file (a clone can't share them there). Ids that are missing are made up,
   * anew each time. Writes nothing.
   */
  readonly draft: (config: string) => Effect.Effect<IdentityDraft, ConfigInvalid | LegacyState>
}>() {}
