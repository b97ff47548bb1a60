import Database from "better-sqlite3"
import * as diagnostics from "node:diagnostics_channel"
import type * as fs from "node:fs"
import * as http from "node:http"
import { createRequire, syncBuiltinESMExports } from "node:module"
import { gunzipSync } from "node:zlib"
import { holdsSecret, lookAtFile, lookFor } from "./leaks.js"
import { inQuery, inSchema, inText, mayHold } from "./legacyNames.js"

/*
 * Looks at everything that our code emits while tests run: what commands print, HTTP requests and answers, files of
 * state, SQLite files of the queue and the receiver. A name from before the cutover as a key, a column, a parameter or a
 * type fails the test file (setup.ts). What tests write themselves, originals in backups, artifact bodies and quarantined texts are
 * theirs. Nearly everything costs one search for seven words.
 *
 * On the same way it looks for the secrets of tests (leaks.ts), which may be sent and be in the stored sign-in, and stand
 * nowhere else.
 */

/** `channel: place`, of what was found since the last look. */
const found: Array<string> = []
const note = (channel: string, places: ReadonlyArray<string>): void => void found.push(...places.map((place) => `${channel}: ${place}`))

/** What was found, which is then forgotten: for the test of this file. */
export const takeFound = (): ReadonlyArray<string> => found.splice(0)

/** Lines of stdout or stderr of a command. */
export const printed = (lines: ReadonlyArray<string>): void => {
  lines.forEach((line) => lookFor("printed", line))
  for (const line of lines) note("printed", inText(line).filter((place) => place.startsWith("/")))
}

/** A file of state that another process left. */
export const kept = (text: string): void => {
  lookFor("file", text)
  note("file", inText(text))
}


const textOf = (content: unknown): string =>
  typeof content === "string"
    ? content
    : ArrayBuffer.isView(content)
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("utf8")
    : ""

/** Whether one of these stands in the calls that led here; asked on a hit alone. */
const calledFrom = (pattern: RegExp): boolean => pattern.test(new Error("where").stack ?? "")
const ours = /\/src\/(?:layers|programs)\//
const toBackup = /UpgradeBackup|\/layers\/node\/backup\//

/** What an upgrade kept in its backup: a rollback puts it back. */
const originals = new Set<string>()

/** Whether a text of ours that holds a name is an original, kept or put back. */
const isOriginal = (text: string): boolean => {
  if (calledFrom(toBackup)) originals.add(text)
  return originals.has(text)
}

/** Runs `before` with the arguments of each call of `target[name]`. */
const tapped = (target: object, name: string, before: (self: unknown, args: ReadonlyArray<unknown>) => void): void => {
  const original: unknown = Reflect.get(target, name)
  if (typeof original !== "function") throw new Error(`there is no ${name} to tap`)
  Reflect.set(target, name, function(this: unknown, ...args: ReadonlyArray<unknown>) {
    before(this, args)
    return Reflect.apply(original, this, args)
  })
}

for (const name of ["log", "info", "warn", "error", "debug"]) {
  tapped(globalThis.console, name, (_, lines) => lines.forEach((line) => lookFor("console", String(line))))
}

const builtin: typeof fs = createRequire(import.meta.url)("node:fs")
for (const name of ["writeFileSync", "appendFileSync", "writeSync", "writeFile", "appendFile"]) {
  tapped(builtin, name, (_, [target, content]) => {
    const text = textOf(content)
    if (holdsSecret(text) && calledFrom(ours)) lookAtFile(target, text)
    if (mayHold(text) && calledFrom(ours) && !isOriginal(text)) note("file", inText(text))
  })
}
syncBuiltinESMExports()

const unzipped = (body: unknown): string =>
  ArrayBuffer.isView(body) && new Uint8Array(body.buffer, body.byteOffset, 2).join() === "31,139"
    ? gunzipSync(new Uint8Array(body.buffer, body.byteOffset, body.byteLength)).toString("utf8")
    : textOf(body)

interface Request {
  readonly path: string
  readonly body: unknown
}
const isRequest = (message: unknown): message is { readonly request: Request } =>
  typeof message === "object" && message !== null && "request" in message

diagnostics.subscribe("undici:request:create", (message) => {
  if (!isRequest(message)) return
  lookFor("address", message.request.path)
  note("request", [...inQuery(message.request.path), ...inText(unzipped(message.request.body))])
})

for (const name of ["write", "end"]) {
  tapped(http.ServerResponse.prototype, name, (_, [chunk]) => {
    const text = textOf(chunk)
    if (mayHold(text) && calledFrom(/platform-node/)) note("answer", inText(text))
  })
}

/** Texts of artifacts, and raw texts that were never ours. */
const theirs: ReadonlyArray<string> = ["content", "contents", "migrated_raw"]

const textsOf = (database: Database.Database, table: string): ReadonlyArray<string> => {
  const quarantined = table === "event_text"
    ? "WHERE delivery_id NOT IN (SELECT id FROM delivery WHERE state = 'quarantined')"
    : ""
  return database.prepare(`SELECT * FROM "${table}" ${quarantined}`).raw().all()
    .flatMap((row) => Array.isArray(row) ? row.filter((cell) => typeof cell === "string" && (lookFor(`table ${table}`, cell) || mayHold(cell))) : [])
}

/** Ours are the project's queue and the receiver's ledger; what the original tool had lies elsewhere. */
const isOurs = (database: Database.Database): boolean => {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE name IN ('tally', 'contents')").pluck().all()
  return tables.length > 0
}

/** What is in a database of ours, when it is closed. */
export const stored = (database: Database.Database): void => {
  if (!database.open || database.inTransaction || !isOurs(database)) return
  const tables = database.prepare<[], { readonly name: string; readonly sql: string | null }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
  ).all()
  note("schema", tables.flatMap(({ sql }) => inSchema(sql ?? "")))
  for (const { name } of tables) {
    if (!theirs.includes(name)) note(`table ${name}`, textsOf(database, name).flatMap(inText))
  }
}

tapped(Database.prototype, "close", (self) => {
  if (!(self instanceof Database)) return
  // Of a file that a test has damaged nothing can be told.
  try {
    stored(self)
  } catch {
    return
  }
})
