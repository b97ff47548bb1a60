import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as fs from "node:fs"
import * as path from "node:path"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { LockPatience } from "../../services/LockPatience.js"
import { describeCause, systemCode } from "./systemError.js"

/** A lock file whose text names no owner was left by a process that died between creating and writing it. */
const unwrittenAfter = Duration.seconds(10)

const whileHeld = (patience: Duration.Duration) =>
  Schedule.spaced("20 millis").pipe(Schedule.jittered, Schedule.upTo(patience))

class Held extends Error {
  readonly _tag = "Held"
}

/** Creates the file with the owner's name, or says that it is there already. */
const create = (file: string, owner: string): Effect.Effect<void, Held | StateNotWritable> =>
  Effect.try({
    try: () => fs.writeFileSync(file, owner, { flag: "wx", mode: 0o600 }),
    catch: (cause) =>
      systemCode(cause) === "EEXIST"
        ? new Held()
        : new StateNotWritable({ path: file, detail: `take the lock: ${describeCause(cause)}` })
  })

const remove = (file: string): Effect.Effect<void> => Effect.sync(() => fs.rmSync(file, { force: true }))

/** Text of the lock and when it was made; none where it is gone by now. */
const look = (file: string) =>
  Effect.option(Effect.try(() => ({ owner: fs.readFileSync(file, "utf8"), madeAtMs: fs.statSync(file).mtimeMs })))

const isStale = Effect.fn("fileLock.isStale")(function*(file: string) {
  const leases = yield* LeaseOwner
  const lock = yield* Effect.flatten(look(file))
  if (yield* leases.isGone(lock.owner)) return true
  return lock.owner === "" && (yield* Clock.currentTimeMillis) - lock.madeAtMs > Duration.toMillis(unwrittenAfter)
}, Effect.orElseSucceed(() => false))

/**
 * Removes the lock of a dead process. Only the holder of a second file may, and it looks again before it does: else two
 * processes that saw the same dead owner could remove each other's new lock.
 */
const removeStale = Effect.fn("fileLock.removeStale")(function*(file: string) {
  const { self } = yield* LeaseOwner
  const takeover = `${file}.takeover`
  yield* Effect.acquireUseRelease(
    create(takeover, self),
    () => Effect.if(isStale(file), { onTrue: () => remove(file), onFalse: () => Effect.void }),
    () => remove(takeover)
  ).pipe(
    // Its own holder may have died as well: then it goes, and the next round tries again.
    Effect.catchTag("Held", () => Effect.if(isStale(takeover), { onTrue: () => remove(takeover), onFalse: () => Effect.void }))
  )
})

const acquire = Effect.fn("fileLock.acquire")(function*(file: string) {
  const { self } = yield* LeaseOwner
  yield* Effect.try({
    try: () => fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 }),
    catch: (cause) => new StateNotWritable({ path: file, detail: `make the folder: ${describeCause(cause)}` })
  })
  const attempt = create(file, self).pipe(
    Effect.tapErrorTag("Held", () => Effect.if(isStale(file), { onTrue: () => removeStale(file), onFalse: () => Effect.void }))
  )
  const patience = yield* LockPatience
  const detail = `another process has held this lock for ${Duration.format(patience)}`
  yield* attempt.pipe(
    Effect.retry({ schedule: whileHeld(patience), while: (error) => error._tag === "Held" }),
    Effect.catchTag("Held", () => new StateNotWritable({ path: file, detail, busy: true }))
  )
})

/**
 * Runs the effect while this process alone, of all that use the same lock file, does. Waits for another as long as
 * `LockPatience` says; the
 * lock of a process that is gone is taken over (known by process start, never by its number alone).
 */
export const withFileLock = (file: string) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(acquire(file), () => effect, () => remove(file))
