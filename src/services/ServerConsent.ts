import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ProjectUuid } from "../domain/identity/ids.js"
import type { StateNotWritable } from "../domain/identity/projectErrors.js"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"

/**
 * Where this project may send: kept per user, outside the repository, per project UUID and real path of the common git
 * directory (the project root without git): worktrees share it, clones don't. Unreadable means no consent.
 */
export class ServerConsent extends Context.Tag("spec-kitty/ServerConsent")<ServerConsent, {
  /** The server that the user chose; none where none was chosen, or the choice can't be read. */
  readonly get: (project: ProjectUuid) => Effect.Effect<Option.Option<ServerUrl>>
  /** Keeps the user's choice, in place of an earlier one. */
  readonly set: (project: ProjectUuid, server: ServerUrl) => Effect.Effect<void, StateNotWritable>
  /** Takes the choice back; nothing changes where there is none. */
  readonly clear: (project: ProjectUuid) => Effect.Effect<void, StateNotWritable>
}>() {}
