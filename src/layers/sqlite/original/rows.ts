import type Database from "better-sqlite3"
import type { ContentHasher } from "../../../services/ContentHasher.js"
import type { OriginalQueue, OriginalTable } from "./OriginalQueue.js"

/** What SQLite says a value is. Text that is no UTF-8 has its bytes for a value; of a large one they are there anyway. */
export type Cell =
  | { readonly type: "null"; readonly value: null }
  | { readonly type: "integer"; readonly value: bigint }
  | { readonly type: "real"; readonly value: number }
  | { readonly type: "text"; readonly value: string | Uint8Array; readonly bytes?: Uint8Array }
  | { readonly type: "blob"; readonly value: Uint8Array }

/** A row as it was found, whatever its columns hold. */
export interface OriginalRow {
  readonly id: bigint
  /** In the order of the table's columns: by name. */
  readonly cells: ReadonlyMap<string, Cell>
}

const nothing: Cell = { type: "null", value: null }

/** A column's cell; one that is not there is null. */
export const cellOf = ({ cells }: OriginalRow, column: string): Cell => cells.get(column) ?? nothing

const cellFrom = (value: unknown): Cell => {
  if (typeof value === "string") return { type: "text", value }
  if (typeof value === "bigint") return { type: "integer", value }
  if (typeof value === "number") return { type: "real", value }
  return value instanceof Uint8Array ? { type: "blob", value } : nothing
}

const quoted = (column: string): string => `"${column.replaceAll("\"", "\"\"")}"`

/** What the driver shows for bytes that are no UTF-8; a text may also hold it rightly. */
const replacement = "\ufffd"
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** The text, or the bytes where they are none. */
const textOrBytes = (bytes: Uint8Array): string | Uint8Array => {
  // The decoder tells by throwing.
  try {
    return utf8.decode(bytes)
  } catch {
    return bytes
  }
}

/** The text's bytes instead of what the driver makes of them, where they are no UTF-8. */
const exactly = (table: OriginalTable, database: Database.Database, id: bigint) => (column: string, cell: Cell): Cell => {
  if (cell.type !== "text" || typeof cell.value !== "string" || !cell.value.includes(replacement)) return cell
  const query = `SELECT CAST(${quoted(column)} AS BLOB) FROM ${table.name} WHERE rowid = ?`
  const bytes: unknown = database.prepare(query).pluck().get(id)
  return bytes instanceof Uint8Array ? { type: "text", value: textOrBytes(bytes) } : cell
}

/** The one large column: read as bytes, which are hashed, and decoded here, at half the price of the driver's text. */
const content = "content_body"
const contentAsBytes = `iif(typeof(${content}) = 'text', CAST(${content} AS BLOB), ${content}), typeof(${content}) = 'text'`

const contentCell = (value: unknown, isText: unknown): Cell =>
  value instanceof Uint8Array && isText === 1n ? { type: "text", value: textOrBytes(value), bytes: value } : cellFrom(value)

/** Rows after the one with `after`, by row id: the order in which they were queued. */
export type Page = (after: bigint, limit: number) => ReadonlyArray<OriginalRow>

/** Before the first row: SQLite's smallest row id is one more. */
export const beforeAll = -9223372036854775808n

/**
 * Reads a table page by page.
 *
 * @param where a condition on its rows, in SQL; its parameters come before those of the page
 */
export const pagesOf = (
  queue: OriginalQueue,
  table: OriginalTable,
  where = "1",
  ...parameters: ReadonlyArray<unknown>
): Page => {
  const { columns, kind, name } = table
  const large = kind === "body" ? contentAsBytes : "NULL, 0"
  const selected = [large, "rowid", ...columns.map((column) => kind === "body" && column === content ? "NULL" : quoted(column))].join(", ")
  const statement = queue.database.prepare(
    `SELECT ${selected} FROM ${name} WHERE ${where} AND rowid > ? ORDER BY rowid LIMIT ?`
  ).raw(true).safeIntegers(true)
  return (after, limit) =>
    statement.all(...parameters, after, limit).flatMap((row): ReadonlyArray<OriginalRow> => {
      const values: ReadonlyArray<unknown> = Array.isArray(row) ? row : []
      const [largeValue, isText, id, ...others] = values
      if (typeof id !== "bigint") return []
      const exact = exactly(table, queue.database, id)
      const cellAt = (column: string, at: number): Cell =>
        column === content && kind === "body" ? contentCell(largeValue, isText) : exact(column, cellFrom(others[at]))
      return [{ id, cells: new Map(columns.map((column, at) => [column, cellAt(column, at)])) }]
    })
}

/** How many rows the table has. */
export const countRows = ({ database }: OriginalQueue, { name }: OriginalTable): number =>
  Number(database.prepare(`SELECT count(*) FROM ${name}`).pluck().get())

/** A cell as text: bytes that are no text as hexadecimal digits. */
export const cellText = ({ value }: Cell): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value ?? "")

/** A cell's bytes as they were found; a number's as SQLite would write it. */
export const cellBytes = ({ value }: Cell): Uint8Array =>
  value instanceof Uint8Array ? value : Buffer.from(String(value ?? ""))

/** Columns about attempts to deliver a row. They change while it says the same; so does a column that holds nothing. */
const bookkeeping: ReadonlySet<string> = new Set(["retry_count", "next_attempt_at", "last_error"])
type Hash = typeof ContentHasher.Service["hash"]

/** SHA-256 of a content as it was found. */
export const contentHashOf = (row: OriginalRow, hash: Hash): string => {
  const cell = cellOf(row, content)
  return hash(cell.type === "text" && cell.bytes !== undefined ? cell.bytes : cellBytes(cell))
}

/** SHA-256 of what a row says, types included: equal exactly as long as it says the same. */
export const digestOf = (row: OriginalRow, hash: Hash, contentHash: string | null): string => {
  const parts: Array<string> = []
  for (const [column, cell] of row.cells) {
    if (cell.type === "null" || bookkeeping.has(column)) continue
    const bytes = cell.value instanceof Uint8Array ? "x" : ""
    const text = column === content && contentHash !== null ? contentHash : cellText(cell)
    parts.push(`${column}\u0000${cell.type}${bytes}\u0000${text.length}\u0000${text}`)
  }
  return hash(parts.join("\u0000"))
}
