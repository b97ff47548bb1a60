import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import type { ProjectUuid } from "../../../domain/identity/ids.js"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import { Settings } from "../../../services/Settings.js"
import { connect } from "./connect.js"
import { identityOf } from "./fileIdentity.js"
import { queueFile, walFile } from "./files.js"
import { migrateFile } from "./migrateFile.js"
import { linkedSqliteVersion, probe, refuseOldSqlite } from "./probe.js"
import { makeQueueDatabase } from "./QueueDatabase.js"
import { attempt } from "./sqlFailure.js"

/**
 * A copy of the file with what its `-wal` holds, for its owner alone, gone with the scope. SQLite wants to make files
 * beside a database in WAL mode even to read it, which a read-only place does not allow (G-Q5). Nobody writes there, so
 * the two files belong together.
 */
const copied = (file: string) =>
  Effect.gen(function*() {
    const folder = yield* Effect.acquireRelease(
      attempt(file, () => fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-look-"))),
      (made) => Effect.sync(() => fs.rmSync(made, { recursive: true, force: true }))
    )
    const copy = path.join(folder, "queue.db")
    yield* attempt(file, () => {
      for (const [from, to] of [[file, copy], [walFile(file), walFile(copy)]] as const) {
        if (!fs.existsSync(from)) continue
        fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE)
        fs.chmodSync(to, 0o600)
      }
    })
    return copy
  })

/** Whether SQLite may make its side files where the queue is. */
const isWritable = (file: string): boolean => {
  // `access` tells by throwing.
  try {
    fs.accessSync(path.dirname(file), fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Whether the file can be read as it is. What `openQueue` would make anew or move aside is refused, and left as it is. */
const isCurrent = Effect.fnUntraced(function*(file: string, at: string) {
  const verdict = yield* probe(at)
  if (verdict._tag === "Sound") return !verdict.outdated
  const detail = verdict._tag === "Damaged" ? verdict.reason : "it is gone"
  return yield* new QueueUnavailable({ reason: "not_a_database", path: file, detail })
})

/** The file itself, or a copy where it can't be read in place or an older release wrote it: the copy is then migrated. */
const readable = Effect.fnUntraced(function*(file: string) {
  const writable = isWritable(file)
  if (writable && (yield* isCurrent(file, file))) return file
  const copy = yield* copied(file)
  if (!(yield* isCurrent(file, copy))) yield* migrateFile(copy)
  return copy
})

/**
 * The project's queue, opened to be read: none where there is none. Nothing is made, repaired or moved aside; a damaged
 * file, or one of a newer release, is an error that says so.
 */
export const openToLook = Effect.fn("openToLook")(function*(project: ProjectUuid) {
  const { home } = yield* Settings
  const file = queueFile(home, project)
  const isThere = yield* attempt(file, () =>
    [file, walFile(file)].some((name) => fs.lstatSync(name, { throwIfNoEntry: false }) !== undefined))
  if (!isThere) return Option.none()
  yield* refuseOldSqlite(file, linkedSqliteVersion())
  const opened = yield* readable(file)
  const sql = yield* connect(opened, { readonly: true })
  return Option.some(makeQueueDatabase(sql, file, yield* identityOf(file)))
})
