import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type { Scope } from "effect/Scope"
import type { ProjectUuid } from "../../../domain/identity/ids.js"
import type { CountedRows } from "../../../domain/sync/conservation.js"
import type { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import { LockPatience } from "../../../services/LockPatience.js"
import { countByState, type StateCount, rowsIn } from "../QueueAudit.js"
import { openToLook } from "./look.js"
import { probe } from "./probe.js"
import { attempt } from "./sqlFailure.js"

/** Rows that are in the queue, of both kinds. */
export interface QueuedRows {
  readonly events: CountedRows
  readonly bodies: CountedRows
}

export const noRows: QueuedRows = {
  events: { pending: 0, leased: 0, quarantined: 0 },
  bodies: { pending: 0, leased: 0, quarantined: 0 }
}

/** The queue, open to this process alone. */
export interface HeldQueue {
  /** Null where the file can't be read as a queue of ours. */
  readonly rows: QueuedRows | null
  /** Lets go, for what must not be done to an open file. Once is enough. */
  readonly release: () => void
}

/** Where there is no file. */
export const noQueue: HeldQueue = { rows: noRows, release: () => {} }
/** Where there is something that can't be read. */
export const unreadableQueue: HeldQueue = { rows: null, release: () => {} }

/**
 * In exclusive mode before its first read, a connection takes the whole file or fails: everybody else who has it open
 * holds a shared lock for as long as that, busy or not.
 */
const takeWhole = (database: Database.Database): void => {
  database.pragma("trusted_schema = OFF")
  database.pragma("locking_mode = EXCLUSIVE")
  database.exec("BEGIN EXCLUSIVE")
}

const fold = (counted: ReadonlyArray<StateCount>): QueuedRows => ({
  events: rowsIn(counted, "event"),
  bodies: rowsIn(counted, "body")
})

const isBusy = ({ reason }: QueueUnavailable): boolean => reason === "busy"

/**
 * Holds the queue's file until the scope ends; `busy` where another process has it open for longer than `LockPatience`.
 * A file that is no queue of ours, or of a newer release, is not held, and nobody knows what is in it.
 */
export const holdQueue = (file: string): Effect.Effect<HeldQueue, QueueUnavailable, Scope> =>
  Effect.gen(function*() {
    const verdict = yield* probe(file)
    if (verdict._tag === "Absent") return noQueue
    if (verdict._tag === "Damaged") return unreadableQueue
    const database = yield* Effect.acquireRelease(
      attempt(file, () => new Database(file, { fileMustExist: true, timeout: 0 })),
      (opened) => Effect.sync(() => opened.close())
    )
    const schedule = Schedule.spaced("25 millis").pipe(Schedule.jittered, Schedule.upTo(yield* LockPatience))
    yield* Effect.retry(attempt(file, () => takeWhole(database)), { schedule, while: isBusy })
    const rows = yield* attempt(file, () => fold(database.prepare<[], StateCount>(countByState).all()))
    const held: HeldQueue = { rows, release: () => database.close() }
    return held
  }).pipe(Effect.catchIf((error) => !isBusy(error), () => Effect.succeed(unreadableQueue)))

/** What is in the project's queue, for those who only look; null where it can't be read. Changes nothing. */
export const lookAtRows = (project: ProjectUuid) =>
  Effect.scoped(Effect.flatMap(openToLook(project), Option.match({
    onNone: () => Effect.succeed(noRows),
    onSome: ({ read, sql }) => Effect.map(read(sql.unsafe<StateCount>(countByState)), fold)
  }))).pipe(Effect.catchIf((error) => !isBusy(error), () => Effect.succeed(null)))
