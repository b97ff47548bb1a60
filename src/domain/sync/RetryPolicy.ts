import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as ScheduleDecision from "effect/ScheduleDecision"
import * as Intervals from "effect/ScheduleIntervals"

/**
 * How long a failed delivery waits: 1 s, doubling, capped at 4 minutes, then spread by a factor in [1, 1.25]. So never
 * below 1 s, never above 5 minutes, and clients that failed together do not come back together, not even at the cap
 * (047 NFR-003). The cap comes before the jitter: after it, every client would wait exactly as long as the others.
 */
export const retrySchedule: Schedule.Schedule<Duration.Duration> = Schedule.exponential("1 second", 2).pipe(
  Schedule.modifyDelay((_, delay) => Duration.min(delay, Duration.seconds(240))),
  Schedule.jitteredWith({ min: 1, max: 1.25 })
)

/** From this attempt on the delay is at its cap, so that no later state of the schedule differs in what it gives. */
const attemptAtCap = 12

/** States of the schedule, by number of steps taken. They hold no randomness and no time, so one table serves all. */
const states: Array<unknown> = [retrySchedule.initial]

const step = Effect.fnUntraced(function*(steps: number) {
  const stepped = yield* retrySchedule.step(0, undefined, states[steps])
  const decision = stepped[2]
  states[steps + 1] = stepped[0]
  return ScheduleDecision.isContinue(decision) ? Duration.millis(Intervals.start(decision.intervals)) : Duration.zero
})

/**
 * The delay after failed attempt number `attempt` (from 1), read off `retrySchedule`: stepped from the state it has
 * after `attempt - 1` steps, with fresh jitter from `Random`.
 */
export const delayAfter = Effect.fnUntraced(function*(attempt: number) {
  const steps = Math.min(Math.max(Math.trunc(attempt), 1), attemptAtCap) - 1
  while (states.length <= steps) yield* step(states.length - 1)
  return yield* step(steps)
})

/** Furthest moment that each kind of time may lie ahead; a clock that was moved leaves rows beyond it (G-R7). */
export const dueBound = {
  /** Of our own delay. */
  nextAttempt: Duration.minutes(5),
  /** Of a server's Retry-After. */
  notBefore: Duration.hours(24),
  /** Of a lease: the longest that one is granted. */
  lease: Duration.minutes(15)
} as const

/** The latest due time of each kind that a row may carry at `nowMs`, in milliseconds since 1970. */
export const latestTimes = (nowMs: number) => ({
  nextAttemptAtMs: nowMs + Duration.toMillis(dueBound.nextAttempt),
  notBeforeMs: nowMs + Duration.toMillis(dueBound.notBefore),
  leaseExpiresAtMs: nowMs + Duration.toMillis(dueBound.lease)
})

/** `nowMs` plus a delay, in whole milliseconds, no further than `bound`. */
export const momentAfter = (nowMs: number, delay: Duration.Duration, bound: Duration.Duration): number =>
  nowMs + Math.ceil(Math.min(Duration.toMillis(delay), Duration.toMillis(bound)))
