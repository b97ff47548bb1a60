import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { LegacyQueueWaits } from "../domain/identity/projectErrors.js"
import type { ProjectUuid } from "../domain/identity/ids.js"
import type { QueueUnavailable } from "../domain/sync/queueErrors.js"

/** Whether a queue of the original tool still holds rows of this project. Looks only; it never translates one. */
export class UnmigratedRows extends Context.Tag("spec-kitty/UnmigratedRows")<UnmigratedRows, {
  /**
   * The refusal that a live command owes, where a legacy queue holds rows of the project that our queue has not recorded
   * as brought over (source file, row id, digest). Costs a look at two file names where there is none.
   */
  readonly of: (project: ProjectUuid) => Effect.Effect<Option.Option<LegacyQueueWaits>, QueueUnavailable>
}>() {}
