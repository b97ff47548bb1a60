import * as Schema from "effect/Schema"

/** Where a part of the identity comes from. */
export const IdentityOrigin = Schema.Struct({
  /** `first_use`: it is made by the first command that needs it. `none`: there is none, and none is made. */
  kind: Schema.Literal("file", "git_remote", "folder_name", "machine_account", "first_use", "none"),
  /** Relative to the project's root, absolute where it lies outside; null but for `file`. */
  file: Schema.NullOr(Schema.String),
  /** 1-based; null where it is not known. */
  line: Schema.NullOr(Schema.Int)
})
export type IdentityOrigin = typeof IdentityOrigin.Type

/** A build id that is stored here and belongs to the checkout that this one is a copy of. */
export const ForeignBuild = Schema.Struct({
  build_id: Schema.String,
  file: Schema.String,
  line: Schema.NullOr(Schema.Int)
})
export type ForeignBuild = typeof ForeignBuild.Type

export const IdentityPart = Schema.Struct({
  part: Schema.Literal("project.uuid", "project.slug", "build.id", "node.id", "repo_slug"),
  /** Null where there is none yet. */
  value: Schema.NullOr(Schema.String),
  origin: IdentityOrigin
})
export type IdentityPart = typeof IdentityPart.Type

/** `data` of `identity --json` (`identity@1`). */
export class IdentityReport extends Schema.Class<IdentityReport>("spec-kitty/IdentityReport")({
  /** All five, in this order. */
  parts: Schema.Array(IdentityPart),
  /** `user_folder`: below `$SPEC_KITTY_HOME`, since the checkout can't be written. `nowhere`: nothing is stored yet. */
  kept_in: Schema.Literal("checkout", "user_folder", "nowhere"),
  /** Replaced by an id of this checkout on first use; null where the stored one is its own, or none is stored. */
  foreign_build: Schema.NullOr(ForeignBuild)
}) {}
