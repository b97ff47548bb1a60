import * as Schema from "effect/Schema"

/** Lower-case UUID that names a project on every machine. Made once, kept in `.kittify/config.yaml`. */
export const ProjectUuid = Schema.Lowercased.pipe(
  Schema.pattern(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, {
    identifier: "ProjectUuid",
    description: "lower-case UUID of the project"
  }),
  Schema.brand("ProjectUuid")
)
export type ProjectUuid = typeof ProjectUuid.Type

/** Lower-case UUID of one checkout or worktree (064 FR-006). */
export const BuildId = Schema.Lowercased.pipe(
  Schema.pattern(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, {
    identifier: "BuildId",
    description: "lower-case UUID of this checkout"
  }),
  Schema.brand("BuildId")
)
export type BuildId = typeof BuildId.Type

/** First 12 hex characters of sha256(`host:user`): the machine account that emits events. */
export const NodeId = Schema.String.pipe(
  Schema.pattern(/^[0-9a-f]{12}$/, { identifier: "NodeId", description: "12 lower-case hex characters" }),
  Schema.brand("NodeId")
)
export type NodeId = typeof NodeId.Type

/** ULID: 26 upper-case Crockford base32 characters, the first at most `7` (039 T029.5). */
export const Ulid = Schema.String.pipe(
  Schema.pattern(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, { identifier: "Ulid", description: "26-character ULID" }),
  Schema.brand("Ulid")
)
export type Ulid = typeof Ulid.Type
