import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { UnmigratedRows } from "../../services/UnmigratedRows.js"

/** What a queue of the original tool still holds of this project. Of one without identity nothing can be known, or held. */
export const unmigrated = Effect.gen(function*() {
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  return Option.isNone(project) ? Option.none() : yield* (yield* UnmigratedRows).of(project.value)
})

/**
 * For every command that captures, before it does so: fails while such rows wait. What is newer must not overtake them,
 * and they are brought over by `upgrade` alone (064 FR-015, FR-020).
 */
export const refuseUnmigrated = Effect.gen(function*() {
  const waits = yield* unmigrated
  if (Option.isSome(waits)) return yield* waits.value
})

/** The same for commands that only look: nothing is well while such rows wait, or can't be counted. */
export const unmigratedDiagnostics = Effect.map(unmigrated, (waits): ReadonlyArray<Diagnostic> =>
  Option.toArray(Option.map(waits, (found) => Diagnostic.of(found))))
