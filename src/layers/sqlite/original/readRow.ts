import { whoseRow, type Whose } from "../../../domain/upgrade/whoseRow.js"
import type { QueueKind } from "../../../domain/sync/QueueEntry.js"
import type { ProjectUuid } from "../../../domain/identity/ids.js"
import type { ContentHasher } from "../../../services/ContentHasher.js"
import * as Predicate from "effect/Predicate"
import { type Cell, cellOf, contentHashOf, digestOf, type OriginalRow } from "./rows.js"

type Hash = typeof ContentHasher.Service["hash"]

/** A row, whose it is, and what it is recognised by. */
export interface ReadRow {
  readonly row: OriginalRow
  readonly whose: Whose
  /** What `data` of an event says as JSON; undefined for a body, and for what is no JSON. */
  readonly parsed: unknown
  /** SHA-256 of a body's content; null for an event. */
  readonly contentHash: string | null
  /** See `digestOf`; empty for rows of others, which nobody records. */
  readonly digest: string
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** What the bytes or the text say; undefined where it is no JSON. No JSON says undefined. */
const parsedFrom = ({ type, value }: Cell): unknown => {
  // Text of the original tool's, which may be anything: that it is no JSON is an answer.
  try {
    if (type === "text" && typeof value === "string") return JSON.parse(value)
    return value instanceof Uint8Array ? JSON.parse(utf8.decode(value)) : undefined
  } catch {
    return undefined
  }
}

const whoseEvent = (parsed: unknown, project: ProjectUuid): Whose =>
  parsed === undefined ? "untold" : whoseRow(Predicate.isRecord(parsed) ? parsed["project_uuid"] : null, project)

/** A body names its project in a column, and that is text, or nobody can tell. */
const whoseBody = ({ type, value }: Cell, project: ProjectUuid): Whose =>
  type === "text" && typeof value === "string" ? whoseRow(value, project) : "untold"

/** Reads rows of one kind for one project. */
export const makeReadRow = (kind: QueueKind, project: ProjectUuid, hash: Hash) => (row: OriginalRow): ReadRow => {
  const parsed = kind === "event" ? parsedFrom(cellOf(row, "data")) : undefined
  const whose = kind === "event" ? whoseEvent(parsed, project) : whoseBody(cellOf(row, "project_uuid"), project)
  if (whose === "others") return { row, whose, parsed, contentHash: null, digest: "" }
  const contentHash = kind === "body" ? contentHashOf(row, hash) : null
  return { row, whose, parsed, contentHash, digest: digestOf(row, hash, contentHash) }
}
