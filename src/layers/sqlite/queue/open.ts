import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import type { ProjectUuid } from "../../../domain/identity/ids.js"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import type { QueueRecovery } from "../../../services/QueueOpening.js"
import { Settings } from "../../../services/Settings.js"
import { withFileLock } from "../../node/fileLock.js"
import { projectFolder } from "../../node/projectFolder.js"
import { connect } from "./connect.js"
import { createFile } from "./createFile.js"
import { identityOf } from "./fileIdentity.js"
import { lockFile, queueFile, sideFiles, suspectFile } from "./files.js"
import { migrateFile } from "./migrateFile.js"
import { linkedSqliteVersion, probe, refuseOldSqlite } from "./probe.js"
import { salvage } from "./salvage.js"
import { attempt } from "./sqlFailure.js"

export interface OpenOptions {
  /** What the linked SQLite says its version is; given by tests. */
  readonly sqliteVersion: string
}

/** The project's folder, for its owner alone. A link in its place could lead anywhere. */
const makeFolder = (home: string, folder: string) =>
  Effect.forEach([home, path.dirname(folder), folder], (directory) =>
    attempt(directory, () => {
      fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
      if (directory !== home && fs.lstatSync(directory).isSymbolicLink()) {
        throw new QueueUnavailable({ reason: "io", path: directory, detail: "it is a symbolic link" })
      }
    }), { discard: true })

/** Modes of files that an older umask, or a copy, left readable. By name: see `probe` on descriptors. */
const closeToOthers = (file: string) =>
  attempt(file, () => {
    for (const name of [file, ...sideFiles(file)]) {
      const mode = fs.lstatSync(name, { throwIfNoEntry: false })?.mode
      if (mode !== undefined && (mode & 0o077) !== 0) fs.chmodSync(name, 0o600)
    }
  })

/** `queue.db.corrupt-20261120T201405120Z`, and a counter where that is taken. */
const freeName = (file: string, nowMs: number): string => {
  const stamp = DateTime.formatIso(DateTime.unsafeMake(nowMs)).replaceAll(/[-:.]/g, "")
  const name = `${file}.corrupt-${stamp}`
  for (let count = 0;; count++) {
    const candidate = count === 0 ? name : `${name}-${count}`
    if ([candidate, ...sideFiles(candidate)].every((taken) => !fs.existsSync(taken))) return candidate
  }
}

/** Renames the file with its side files, so that together they are still what they were. */
const moveAside = (file: string, nowMs: number) =>
  attempt(file, () => {
    const movedTo = freeName(file, nowMs)
    const [from, to] = [[file, ...sideFiles(file)], [movedTo, ...sideFiles(movedTo)]]
    from.forEach((name, index) => {
      if (fs.existsSync(name)) fs.renameSync(name, to[index] ?? movedTo)
    })
    fs.rmSync(suspectFile(file), { force: true })
    return movedTo
  })

/** The lock's own failure in our words: somebody holds it, or it can't be made here. */
const oneAtATime = <A, E, R>(file: string, effect: Effect.Effect<A, E, R>) =>
  withFileLock(lockFile(file))(Effect.either(effect)).pipe(
    Effect.mapError(({ busy, detail }) =>
      new QueueUnavailable({ reason: busy ? "busy" : "read_only", path: file, detail })
    ),
    Effect.flatten
  )

/** Files that a process left when it died while making a queue. We hold the lock, so nobody is making one. */
const clearHalfMade = (file: string) =>
  attempt(file, () => {
    const [folder, prefix] = [path.dirname(file), `${path.basename(file)}.new-`]
    for (const name of fs.readdirSync(folder)) if (name.startsWith(prefix)) fs.rmSync(path.join(folder, name))
  })

/**
 * What is there once a migration that was due is done. The migrator takes a busy database for one that another process
 * migrates, and says nothing: so we look again.
 */
const migrated = Effect.fnUntraced(function*(file: string) {
  const found = yield* probe(file)
  if (found._tag !== "Sound" || !found.outdated) return found
  yield* migrateFile(file)
  const verdict = yield* probe(file)
  if (verdict._tag === "Sound" && verdict.outdated) {
    return yield* new QueueUnavailable({ reason: "busy", path: file, detail: "it could not be migrated" })
  }
  return verdict
})

/** Brings the file into the state in which it can be opened, one process at a time. */
const prepare = Effect.fn("prepare")(function*(file: string) {
  yield* clearHalfMade(file)
  const verdict = yield* migrated(file)
  switch (verdict._tag) {
    case "Absent":
      yield* createFile(file, Option.none())
      return Option.none<QueueRecovery>()
    case "Sound":
      yield* attempt(file, () => fs.rmSync(suspectFile(file), { force: true }))
      return Option.none<QueueRecovery>()
    case "Damaged": {
      const movedTo = yield* moveAside(file, yield* Clock.currentTimeMillis)
      const saved = yield* salvage(movedTo)
      yield* createFile(file, Option.some(saved))
      return Option.some({ movedTo, reason: verdict.reason, salvaged: saved.rows.length })
    }
  }
})

/**
 * Opens the project's queue: makes it where there is none, moves a damaged one aside and saves what it can of it.
 * A file of a newer release, a link or a folder in its place are refused and left as they are.
 */
export const openQueue = Effect.fn("openQueue")(function*(project: ProjectUuid, options?: OpenOptions) {
  const { home } = yield* Settings
  const file = queueFile(home, project)
  yield* refuseOldSqlite(file, options?.sqliteVersion ?? linkedSqliteVersion())
  yield* makeFolder(home, projectFolder(home, project))
  const verdict = yield* probe(file)
  const ready = verdict._tag === "Sound" && !verdict.outdated && !fs.existsSync(suspectFile(file))
  const recovered = ready ? Option.none<QueueRecovery>() : yield* oneAtATime(file, prepare(file))
  yield* closeToOthers(file)
  // Before it is opened: a file that takes its place in between is refused at the first write, never mistaken for it.
  const identity = yield* identityOf(file)
  return { sql: yield* connect(file), path: file, identity, recovered }
})
