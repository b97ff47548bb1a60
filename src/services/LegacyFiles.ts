import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { MissionForEvents } from "../domain/upgrade/MissionForEvents.js"
import type { FileEdit, IdentityStep, LeftAlone, UpgradeFileKind } from "../domain/upgrade/UpgradePlan.js"

/** A file with its content as it is to be. */
export interface RewrittenFile {
  /** Relative to the project's root, `/` separators. */
  readonly path: string
  readonly kind: UpgradeFileKind
  /** Its bytes now; null where it is not there yet. */
  readonly before: Uint8Array | null
  readonly after: Uint8Array
  /** Permission bits, kept; those of a new file before the umask. */
  readonly mode: number
  readonly edits: ReadonlyArray<FileEdit>
}

/** What the project's files would be, with the names of contract 3.0.0. */
export interface RewrittenFiles {
  /** Files that change, sorted by path in code-point order. */
  readonly files: ReadonlyArray<RewrittenFile>
  readonly identity: ReadonlyArray<IdentityStep>
  /** The project's UUID as it is to be; null where config.yaml can't be read. */
  readonly projectUuid: string | null
  /** The checkout's build id as it is to be; null where config.yaml can't be read. */
  readonly buildId: string | null
  /** The id of this account on this machine; null where config.yaml can't be read. */
  readonly nodeId: string | null
  readonly leftAlone: ReadonlyArray<LeftAlone>
  /** By slug. A mission whose meta.json can't be read has neither number nor type. */
  readonly missions: ReadonlyMap<string, MissionForEvents>
}

/** The project's files as the original tool left them: for `upgrade` alone. Reads only. */
export class LegacyFiles extends Context.Tag("spec-kitty/LegacyFiles")<LegacyFiles, {
  /**
   * What an upgrade would write: config.yaml and the identity beside it, and of each mission meta.json, the event log,
   * status.json, lanes.json, snapshots and baselines. A file that needs no change is not in it. Ids that are missing are
   * made up, anew each time. What can't be read is named and stops nothing.
   */
  readonly rewritten: Effect.Effect<RewrittenFiles>
}>() {}
