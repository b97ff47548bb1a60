import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import { emptyPassLog, type PassLog } from "../../../domain/sync/PassLog.js"
import { deliver } from "../deliver.js"
import { canRecover, pauseMs, undeliveredCount } from "../deliverUntil.js"
import type { ServerInUse } from "../serverInUse.js"
import { monotonicMs, remember, type Watch } from "./WatchState.js"

/** A row can be due and blocked by another one, and a lease of another process can end now and still be held. */
const shortestPauseMs = 1_000

/** When the next pass is worth while; null where only a change, or the next full scan, makes it so. */
const nextPass = Effect.fnUntraced(function*(log: PassLog, fruitless: number) {
  if ((yield* undeliveredCount()) === 0 || !canRecover(log)) return null
  const pause = Math.max(shortestPauseMs, Math.ceil(yield* pauseMs(log, fruitless)))
  return (yield* monotonicMs) + pause
})

/** One pass, where there is a server to send to and a reason for it; else none. */
export const deliverDue = Effect.fn("watch.deliverDue")(function*(watch: Watch, server: ServerInUse, hasReason: boolean) {
  const { deliverAtMs, fruitless: before } = yield* Ref.get(watch.memory)
  if (server._tag !== "Ready" || watch.options.offline) {
    yield* remember(watch, { deliverAtMs: null })
    return emptyPassLog
  }
  if (!hasReason && (deliverAtMs === null || deliverAtMs > (yield* monotonicMs))) return emptyPassLog
  const log = yield* deliver(server.url)
  const fruitless = log.accepted > 0 ? 0 : before + 1
  yield* remember(watch, { fruitless, deliverAtMs: yield* nextPass(log, Math.max(1, fruitless)) })
  return log
})

