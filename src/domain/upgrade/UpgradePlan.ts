import * as Schema from "effect/Schema"

/** What kind of file an upgrade found. `identity`: `.kittify/local.yaml`, made where git tracks config.yaml. */
export const UpgradeFileKind = Schema.Literal(
  "config", "identity", "meta", "event_log", "status", "lanes", "snapshot", "baseline"
)
export type UpgradeFileKind = typeof UpgradeFileKind.Type

/**
 * One kind of edit in a file, and how often. `rename`: the key `from` becomes `to`. `drop`: `from` goes, because `to`
 * is there as well and wins. `add`: `to` is made, since nothing held it.
 */
export const FileEdit = Schema.Struct({
  edit: Schema.Literal("rename", "drop", "add"),
  from: Schema.NullOr(Schema.String),
  to: Schema.NullOr(Schema.String),
  /** Places of the file at which it is made. */
  count: Schema.Int.pipe(Schema.positive()),
  /** What a person should know of it, such as a dropped value that differs from the one that stays; null without. */
  note: Schema.NullOr(Schema.String)
})
export type FileEdit = typeof FileEdit.Type

/** A file that the upgrade writes. */
export const PlannedChange = Schema.Struct({
  /** Relative to the project's root, `/` separators. */
  path: Schema.String,
  kind: UpgradeFileKind,
  action: Schema.Literal("rewrite", "create"),
  edits: Schema.Array(FileEdit)
})
export type PlannedChange = typeof PlannedChange.Type

/** What can't be read, or can't be understood: named, left as it is, and in nobody's way. */
export const LeftAlone = Schema.Struct({
  /** Relative to the project's root, or absolute where it lies outside. */
  path: Schema.String,
  /** 1-based; null where it has no line. */
  line: Schema.NullOr(Schema.Int),
  detail: Schema.String
})
export type LeftAlone = typeof LeftAlone.Type

/** Rows of one legacy table. `total` = `to_copy` + `to_quarantine` + `already` + `of_others`, always. */
export const RowTally = Schema.Struct({
  total: Schema.NonNegativeInt,
  /** Rows of this project that pass the gate once their names are new. */
  to_copy: Schema.NonNegativeInt,
  /** Rows of this project, or of nobody that can be told, that do not; kept with their raw text. */
  to_quarantine: Schema.NonNegativeInt,
  /** Rows that an earlier upgrade brought over. */
  already: Schema.NonNegativeInt,
  /** Rows of other projects, and of none. They stay where they are. */
  of_others: Schema.NonNegativeInt
})
export type RowTally = typeof RowTally.Type

/** One file of the original tool's queues. It is opened read-only and never changed. */
export const LegacyQueuePlan = Schema.Struct({
  /** Absolute path. */
  file: Schema.String,
  events: RowTally,
  bodies: RowTally,
  /** How often each reason sends a row to quarantine. */
  quarantine_reasons: Schema.Record({ key: Schema.String, value: Schema.Int })
})
export type LegacyQueuePlan = typeof LegacyQueuePlan.Type

/** A part of the identity, and what the upgrade does about it. */
export const IdentityStep = Schema.Struct({
  part: Schema.Literal("project.uuid", "project.slug", "build.id", "node.id"),
  /** `keep`: stays where it is. `carry`: the flat value gets its section. `make`: made by the upgrade. */
  step: Schema.Literal("keep", "carry", "make"),
  /** File it stands in afterwards, relative to the project's root. */
  path: Schema.String,
  note: Schema.NullOr(Schema.String)
})
export type IdentityStep = typeof IdentityStep.Type

/** Everything an upgrade does, computed before anything is written: equal for a dry run and the run. */
export class UpgradePlan extends Schema.Class<UpgradePlan>("spec-kitty/UpgradePlan")({
  /** Null where the project has none yet, or config.yaml can't be read. */
  project_uuid: Schema.NullOr(Schema.String),
  identity: Schema.Array(IdentityStep),
  files: Schema.Array(PlannedChange),
  queues: Schema.Array(LegacyQueuePlan),
  left_alone: Schema.Array(LeftAlone),
  /** Folder that the originals are kept in, relative to the project's root where it lies inside. */
  backup_dir: Schema.String,
  /** The backup of an upgrade that was interrupted and is finished by this one; null without. */
  continues: Schema.NullOr(Schema.String)
}) {
  /** Whether there is nothing to write. */
  get isEmpty(): boolean {
    return this.continues === null && this.files.length === 0 &&
      this.queues.every(({ bodies, events }) => events.to_copy + events.to_quarantine + bodies.to_copy + bodies.to_quarantine === 0)
  }
}
