import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import { PurgeReport } from "../../domain/purge/PurgeReport.js"
import { refusalOf } from "../../domain/purge/UndeliveredKept.js"
import { takeNotices } from "../../services/Notices.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { type KeptState, ProjectState } from "../../services/ProjectState.js"

/** What is to be done with the project's state. */
export interface PurgeOptions {
  /** List, and remove nothing. */
  readonly dryRun: boolean
  /** Remove what was never delivered as well. */
  readonly discardUndelivered: boolean
}

/** A person's word is asked for where something would be gone that is nowhere else. */
const refusalFor = ({ entries, undelivered }: KeptState, { discardUndelivered }: PurgeOptions) =>
  discardUndelivered || entries.length === 0 ? Option.none() : refusalOf(undelivered)

/** Lists what is kept for this project outside the repository, and removes it (U-51). */
export const purge = Effect.fn("purge")(function*(options: PurgeOptions) {
  const { dryRun } = options
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  const state = yield* ProjectState
  const agrees = (kept: KeptState) => Option.isNone(refusalFor(kept, options))
  const kept = dryRun ? yield* state.look(project) : yield* state.remove(project, agrees)
  const refusal = refusalFor(kept, options)
  const { entries, notRemoved, undelivered } = kept
  const outcome: Outcome<PurgeReport> = {
    data: new PurgeReport({
      dry_run: dryRun,
      removed: !dryRun && Option.isNone(refusal) && entries.length > 0,
      project_uuid: Option.getOrNull(project),
      entries,
      bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
      undelivered,
      not_removed: notRemoved
    }),
    diagnostics: [...Option.toArray(Option.map(refusal, (error) => Diagnostic.of(error))), ...(yield* takeNotices)],
    exitCode: exitCodeOf(Option.isSome(refusal) ? ["failed"] : []),
    next: Option.isSome(refusal)
      ? ["spec-kitty sync --wait 30s", "spec-kitty purge --discard-undelivered"]
      : dryRun && entries.length > 0 ? ["spec-kitty purge"] : []
  }
  return outcome
})
