import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ProjectUuid } from "../domain/identity/ids.js"
import type { StateNotWritable } from "../domain/identity/projectErrors.js"
import type { BackupManifest, KeptFile } from "../domain/upgrade/BackupManifest.js"
import type { BackupUnusable } from "../domain/upgrade/upgradeErrors.js"
import type { RewrittenFile } from "./LegacyFiles.js"

/** One upgrade's originals. */
export interface Backup {
  /** Relative to the project's root where it lies inside, else absolute. */
  readonly folder: string
  readonly manifest: BackupManifest
}

/** What there is in the folder of backups. */
export interface FoundBackups {
  /** Of this checkout, newest first. */
  readonly backups: ReadonlyArray<Backup>
  /** Whether something lies there that was stopped before its manifest was written: no file was changed for it. */
  readonly unfinished: boolean
}

/** What an upgrade is about to do. */
export interface ToKeep {
  readonly files: ReadonlyArray<RewrittenFile>
  readonly projectUuid: ProjectUuid | null
  /** Whether rows of the original tool's queues are going to be brought over. */
  readonly queueRows: boolean
}

/** The originals of what an upgrade changes, for `upgrade --rollback`. Used under `ProjectFiles.exclusively`. */
export class UpgradeBackup extends Context.Tag("spec-kitty/UpgradeBackup")<UpgradeBackup, {
  /** Folder that all backups lie in, relative to the project's root where it lies inside. */
  readonly directory: string
  /** Reads only. */
  readonly look: Effect.Effect<FoundBackups, BackupUnusable>
  /**
   * Keeps the originals of these files: on disk, with their manifest, when it returns. Goes on with the backup of an
   * upgrade that was interrupted: its originals stay, what is not in it is added. `changed` are paths that something else
   * changed since then; they must not be written. Remains of one without a manifest go.
   */
  readonly keep: (
    what: ToKeep
  ) => Effect.Effect<
    { readonly backup: Backup; readonly changed: ReadonlySet<string> },
    BackupUnusable | StateNotWritable
  >
  /** Says in the manifest that everything was read back. */
  readonly complete: (backup: Backup) => Effect.Effect<void, StateNotWritable>
  /** The original's bytes; none where they are not what the manifest says. */
  readonly original: (backup: Backup, file: KeptFile) => Effect.Effect<Option.Option<Uint8Array>>
  /** Removes the backup, the folders that were made and what git was told to ignore for it: all its files are back. */
  readonly discard: (backup: Backup) => Effect.Effect<void, StateNotWritable>
  /** Removes what was stopped before its manifest was written. */
  readonly discardUnfinished: Effect.Effect<void, BackupUnusable | StateNotWritable>
}>() {}
