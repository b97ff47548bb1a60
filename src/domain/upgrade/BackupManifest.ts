import * as Schema from "effect/Schema"
import { ContentHash } from "../dossier/Artifact.js"
import { ProjectUuid } from "../identity/ids.js"

const isPlain = (segment: string): boolean => !["", ".", "..", ".git"].includes(segment.toLowerCase())

/**
 * Relative to the project's root, `/` separators: no way out of the project, none into git's own folder. A backup can come
 * with a repository, so what it names elsewhere is never touched.
 */
export const UpgradePath = Schema.String.pipe(
  Schema.filter((path) => path.split(/[/\\]/).every(isPlain) && !/^[A-Za-z]:/.test(path) || "must stay inside the project")
)

/** One file of an upgrade: what it was, and what it may have become. */
export const KeptFile = Schema.Struct({
  path: UpgradePath,
  /** Null where it was not there: the upgrade made it. Else its bytes lie in `files/<path>`. */
  before: Schema.NullOr(Schema.Struct({
    content_hash: ContentHash,
    /** Permission bits. */
    mode: Schema.Int.pipe(Schema.between(0, 0o7777))
  })),
  /** Hashes of what the upgrade was about to write: several, where it was interrupted and made new ids when it went on. */
  after: Schema.Array(ContentHash)
})
export type KeptFile = typeof KeptFile.Type

/**
 * `manifest.json` of a backup (`upgrade-backup@1`). It is on disk before the first file changes. `applying`: the upgrade
 * was not read back yet; the next one goes on with it.
 */
export class BackupManifest extends Schema.Class<BackupManifest>("spec-kitty/BackupManifest")({
  schema: Schema.Literal("upgrade-backup@1"),
  /** Version of spec-kitty-effect. */
  written_by: Schema.String,
  /** RFC 3339, UTC. */
  created_at: Schema.String,
  state: Schema.Literal("applying", "complete"),
  /** Whose queue rows were brought into; null where config.yaml could not be read. */
  project_uuid: Schema.NullOr(ProjectUuid),
  /** Whether rows of the original tool's queues belong to this upgrade. */
  queue_rows: Schema.Boolean,
  files: Schema.Array(KeptFile),
  /** Folders that were not there before, parents first. */
  made_folders: Schema.Array(UpgradePath),
  /** What was added to git's own list of ignored files; null where nothing was. */
  git_exclude: Schema.NullOr(Schema.Struct({
    /** Texts as they were appended. */
    added: Schema.Array(Schema.String),
    /** Whether the list itself was made. */
    made: Schema.Boolean
  }))
}) {}
