import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import { LegacyQueueWaits } from "../../domain/identity/projectErrors.js"
import { QueueUnavailable } from "../../domain/sync/queueErrors.js"
import { type DueScan, nextScanAt, putBack, scanAll, takeDue } from "../../domain/sync/watch/settling.js"
import { settleIntents } from "../mission/settleIntents.js"
import { serverInUse, type ServerInUse } from "./serverInUse.js"
import { refuseUnmigrated } from "./unmigrated.js"
import { deliverDue } from "./watch/deliverDue.js"
import { listen } from "./watch/listen.js"
import { scanDue } from "./watch/scanDue.js"
import { tellFailure, tellRound } from "./watch/tellRound.js"
import { backoffMs, makeWatch, monotonicMs, remember, type Watch, type WatchOptions } from "./watch/WatchState.js"

/** Until a scan or a delivery is due, or there is something to tell. */
const waitForWork = Effect.fn("watch.waitForWork")(function*(watch: Watch) {
  for (;;) {
    const { deliverAtMs } = yield* Ref.get(watch.memory)
    const dueAtMs = Math.min(nextScanAt(yield* Ref.get(watch.settling)), deliverAtMs ?? Infinity)
    const leftMs = dueAtMs - (yield* monotonicMs)
    if (leftMs <= 0 || (yield* Ref.get(watch.untold)).length > 0) return
    yield* Effect.raceFirst(Effect.sleep(Duration.millis(leftMs)), Queue.take(watch.wake))
  }
})

const serverKey = (server: ServerInUse): string => server._tag === "None" ? "" : server.url

/** Where to send now: the user may have chosen a server meanwhile. A new one knows nothing, so it gets everything. */
const serverNow = Effect.fn("watch.serverNow")(function*(watch: Watch) {
  const now = yield* serverInUse(watch.identity.project_uuid)
  const { known, server: before } = yield* Ref.get(watch.memory)
  yield* remember(watch, { server: now })
  if (before !== null && serverKey(before) !== serverKey(now)) {
    yield* remember(watch, { known: new Map([...known.keys()].map((slug) => [slug, null])) })
    const nowMs = yield* monotonicMs
    yield* Ref.update(watch.settling, (settling) => scanAll(settling, nowMs))
  }
  return now
})

const take = Effect.fnUntraced(function*(watch: Watch) {
  const nowMs = yield* monotonicMs
  const every = Duration.toMillis(watch.options.rescanEvery)
  return yield* Ref.modify(watch.settling, (settling) => takeDue(settling, nowMs, every))
})

/** Scans and captures what is due, delivers where that or the queue gives a reason, and tells what is new. */
const work = Effect.fn("watch.work")(function*(watch: Watch, server: ServerInUse, due: DueScan) {
  yield* refuseUnmigrated
  yield* settleIntents(watch.identity.project_uuid)
  const scanned = yield* scanDue(watch, due, server)
  const log = yield* deliverDue(watch, server, due._tag === "Everything" || scanned.captured > 0)
  return yield* tellRound(watch, { scanned, server, log })
})

/** What was to be done is done later. */
const postpone = Effect.fnUntraced(function*(watch: Watch, due: DueScan) {
  const fruitless = (yield* Ref.get(watch.memory)).fruitless + 1
  const pauseMs = yield* backoffMs(watch, fruitless)
  const nowMs = yield* monotonicMs
  yield* remember(watch, { fruitless, deliverAtMs: nowMs + pauseMs })
  yield* Ref.update(watch.settling, (settling) => putBack(settling, due, nowMs, pauseMs))
})

const isOfQueue = (error: unknown): boolean => error instanceof QueueUnavailable || error instanceof LegacyQueueWaits
const isBusy = (error: unknown): boolean => error instanceof QueueUnavailable && error.reason === "busy"

/** A failure of the first round ends the watch, since a person is there and can help; a later one is told and outlived. */
const round = Effect.fn("watch.round")(function*(watch: Watch) {
  yield* waitForWork(watch)
  const server = yield* serverNow(watch)
  const due = yield* take(watch)
  return yield* work(watch, server, due).pipe(
    Effect.catchAll((error) =>
      Effect.gen(function*() {
        const { hasBegun } = yield* Ref.get(watch.memory)
        if (!hasBegun && !isBusy(error)) return yield* Effect.fail(error)
        yield* postpone(watch, due)
        return yield* tellFailure(watch, isOfQueue(error) ? "queue" : "missions", error)
      })
    )
  )
})

/**
 * `sync --watch`: one full sync, then again whatever changes once it has settled, everything from time to time, and what
 * becomes due meanwhile. Rounds without news are not in the stream. It ends by interruption alone, or by an error of
 * its first round.
 */
export const watch = (options: WatchOptions) =>
  Stream.unwrapScoped(Effect.gen(function*() {
    yield* refuseUnmigrated
    const state = yield* makeWatch(options)
    yield* listen(state)
    return Stream.repeatEffect(round(state)).pipe(Stream.filterMap((news) => news))
  }))
