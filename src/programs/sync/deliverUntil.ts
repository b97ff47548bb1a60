import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { emptyPassLog, mergePassLogs, type PassLog } from "../../domain/sync/PassLog.js"
import { delayAfter } from "../../domain/sync/RetryPolicy.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { Progress } from "../../services/Progress.js"
import { QueueView } from "../../services/QueueView.js"
import { deliver } from "./deliver.js"

/** What waits in the queue, of both kinds. */
export const undeliveredCount = Effect.fn("undeliveredCount")(function*() {
  const { events, bodies } = yield* (yield* QueueView).counts
  return events.pending + events.leased + bodies.pending + bodies.leased
})

/** Milliseconds until something is due: the queue's word, or after a fault of the target the backoff of this pass. */
export const pauseMs = Effect.fn("pauseMs")(function*(log: PassLog, pass: number) {
  if (log.fault !== null) return Duration.toMillis(yield* delayAfter(pass))
  const due = yield* (yield* QueueView).nextDueAt
  const now = yield* Clock.currentTimeMillis
  const dueMs = Option.match(Option.flatMap(due, DateTime.make), {
    onNone: () => now,
    onSome: (at) => DateTime.toEpochMillis(at)
  })
  // A lease of another process can end now and still be held a moment later: never spin.
  return Math.max(dueMs - now, 100)
})

/** A sign-in is for a person to do, and a wrong server does not become right by asking again. */
export const canRecover = (log: PassLog): boolean =>
  log.fault === null || log.fault.mayPass

/** One pass; with `wait`, more of them as things become due, until nothing is left or the time is up. */
export const deliverUntil = Effect.fn("deliverUntil")(function*(server: ServerUrl, wait: Duration.Duration | null) {
  const progress = yield* Progress
  const deadline = (yield* Clock.currentTimeMillis) + (wait === null ? 0 : Duration.toMillis(wait))
  let log = emptyPassLog
  for (let pass = 1;; pass++) {
    // The first pass is the one that a plain sync makes; those that are made of patience end with it.
    const limit = pass === 1 ? null : Duration.millis(Math.max(0, deadline - (yield* Clock.currentTimeMillis)))
    log = mergePassLogs(log, yield* deliver(server, limit))
    const undelivered = yield* undeliveredCount()
    if (wait === null || undelivered === 0 || !canRecover(log)) return log
    const left = deadline - (yield* Clock.currentTimeMillis)
    const pause = yield* pauseMs(log, pass)
    if (left <= 0 || pause > left) return log
    yield* Effect.logInfo("waiting").pipe(Effect.annotateLogs({ milliseconds: Math.round(pause), undelivered }))
    yield* progress.step({ _tag: "Waiting", milliseconds: pause, undelivered })
    yield* Effect.sleep(Duration.millis(pause))
  }
})
