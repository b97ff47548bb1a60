import * as Schema from "effect/Schema"

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const nodeId = /^[0-9a-f]{12}$/
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/** With the length beside the pattern: to Python, `$` also matches before a line feed that ends the text. */
const exactly = ({ source }: RegExp, length: number) => ({ pattern: source, minLength: length, maxLength: length })
const asUuid = { ...exactly(uuid, 36), format: "uuid" }

/** Lower-case UUID that names a project on every machine. Made once, kept in `.kittify/config.yaml`. */
export const ProjectUuid = Schema.String.pipe(
  Schema.pattern(uuid, {
    identifier: "ProjectUuid",
    description: "lower-case UUID of the project",
    jsonSchema: asUuid
  }),
  Schema.brand("ProjectUuid")
)
export type ProjectUuid = typeof ProjectUuid.Type

/** Lower-case UUID of one checkout or worktree (064 FR-006). */
export const BuildId = Schema.String.pipe(
  Schema.pattern(uuid, {
    identifier: "BuildId",
    description: "lower-case UUID of this checkout",
    jsonSchema: asUuid
  }),
  Schema.brand("BuildId")
)
export type BuildId = typeof BuildId.Type

/** First 12 hex characters of sha256(`host:user`): the machine account that emits events. */
export const NodeId = Schema.String.pipe(
  Schema.pattern(nodeId, {
    identifier: "NodeId",
    description: "12 lower-case hex characters",
    jsonSchema: exactly(nodeId, 12)
  }),
  Schema.brand("NodeId")
)
export type NodeId = typeof NodeId.Type

/** ULID: 26 upper-case Crockford base32 characters, the first at most `7` (039 T029.5). */
export const Ulid = Schema.String.pipe(
  Schema.pattern(ulid, { identifier: "Ulid", description: "26-character ULID", jsonSchema: exactly(ulid, 26) }),
  Schema.brand("Ulid")
)
export type Ulid = typeof Ulid.Type
