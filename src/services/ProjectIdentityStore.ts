import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ConfigInvalid, LegacyState, StateNotWritable } from "../domain/identity/projectErrors.js"
import type { ProjectUuid } from "../domain/identity/ids.js"
import type { ProjectIdentity } from "../domain/identity/ProjectIdentity.js"

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
}>() {}
