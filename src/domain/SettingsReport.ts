import * as Schema from "effect/Schema"

/** Where a value of a setting comes from. */
export const SettingOrigin = Schema.Struct({
  kind: Schema.Literal("flag", "variable", "file", "built_in"),
  /** The flag, the variable or the file's path; empty for what is built in. */
  name: Schema.String,
  /** 1-based; null where it is not known. */
  line: Schema.NullOr(Schema.Int)
})
export type SettingOrigin = typeof SettingOrigin.Type

/** A value as it may be shown: a secret is told as `set`, never as it is. */
export const ShownValue = Schema.Union(Schema.String, Schema.Number, Schema.Boolean, Schema.Null)
export type ShownValue = typeof ShownValue.Type

export const SettingEntry = Schema.Struct({
  /** As a file of settings names it, such as `sync.max_body_bytes`; a variable's name where it has no place in a file. */
  name: Schema.String,
  /** Null: not set, and there is no default. */
  value: ShownValue,
  origin: SettingOrigin,
  /** What the winner was given before, the nearest first. */
  overrides: Schema.Array(Schema.Struct({ value: ShownValue, origin: SettingOrigin })),
  /** Why the value can't be used; null where it can. */
  problem: Schema.NullOr(Schema.String),
  /** What a reader should know of it, such as that it is shown and never used. */
  note: Schema.NullOr(Schema.String)
})
export type SettingEntry = typeof SettingEntry.Type

/** `data` of `config list --json` (`config-list@1`). */
export class SettingsReport extends Schema.Class<SettingsReport>("spec-kitty/SettingsReport")({
  settings: Schema.Array(SettingEntry),
  /** Files that settings are looked for in, what wins first. */
  files: Schema.Array(Schema.Struct({ file: Schema.String, present: Schema.Boolean, used: Schema.Boolean }))
}) {}
