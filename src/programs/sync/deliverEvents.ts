import * as Array from "effect/Array"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { EventClaim } from "../../domain/sync/Claim.js"
import { delayAfter } from "../../domain/sync/RetryPolicy.js"
import { Settlement } from "../../domain/sync/Settlement.js"
import { type BatchFailure, TargetFault } from "../../domain/sync/transportErrors.js"
import { DeliveryQueue } from "../../services/DeliveryQueue.js"
import { type EventResult, EventTransport } from "../../services/EventTransport.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { Progress } from "../../services/Progress.js"
import { claimLease } from "./claimLease.js"
import { halt, isHalted, logEvent, logRejected, type Pass } from "./pass.js"

/** A request carries at most this many events and, before compression, this many bytes (039 T030.1). */
export const maxEventsPerBatch = 1000
export const maxBatchBytes = 512 * 1024
/** `{"events":[` and `]}` and the commas between. */
const batchOverheadBytes = 16 + maxEventsPerBatch

const MissionOfPayload = Schema.Struct({
  mission_slug: Schema.optional(Schema.String),
  namespace: Schema.optional(Schema.Struct({ mission_slug: Schema.String }))
})

/** The mission an event is about, for tallies; empty for an event of the project as a whole. */
const missionOf = (claim: EventClaim): string => {
  const payload = Schema.decodeUnknownOption(MissionOfPayload)(claim.event.value.payload)
  return payload._tag === "None" ? "" : payload.value.namespace?.mission_slug ?? payload.value.mission_slug ?? ""
}

const retryLater = (claim: EventClaim, reasonCode: string, reason: string, retryAfterMs: number | null) =>
  Effect.map(delayAfter(claim.attempt), (delay) =>
    Settlement.RetryLater({
      reasonCode,
      reason,
      delay,
      retryAfter: retryAfterMs === null ? null : Duration.millis(retryAfterMs)
    }))

const settlementOf = Effect.fn("settlementOf")(function*(pass: Pass, claim: EventClaim, result: EventResult) {
  switch (result._tag) {
    case "Accepted":
      yield* logEvent(pass, missionOf(claim), result.status === "success" ? "sent" : "duplicate")
      return Settlement.Delivered({ status: result.status })
    case "Refused":
      yield* logEvent(pass, missionOf(claim), "rejected")
      yield* logRejected(pass, {
        subject: `${claim.event.value.event_type} ${claim.event.value.event_id}`,
        reasonCode: result.category,
        reason: result.reason
      })
      return Settlement.Rejected({ reasonCode: result.category, reason: result.reason })
    case "Undecided":
      return yield* retryLater(claim, "undecided", result.reason, null)
  }
})

type Batch = ReadonlyArray<EventClaim>
const undecided: EventResult = { _tag: "Undecided", reason: "the answer does not name this event" }

const settleAll = Effect.fn("settleAll")(function*(
  batch: Batch,
  settlementFor: (claim: EventClaim) => Effect.Effect<Settlement>
) {
  const answers = yield* Effect.forEach(batch, (claim) =>
    Effect.map(settlementFor(claim), (settlement) => [claim, settlement] as const))
  yield* (yield* DeliveryQueue).settle(answers)
})

const release = (batch: Batch, reasonCode: string, reason: string) =>
  settleAll(batch, () => Effect.succeed(Settlement.Released({ reasonCode, reason, postpone: null })))

/** What is left to send after one request: nothing, two halves, or `null` where the event phase is over. */
type Rest = ReadonlyArray<Batch> | null

/** Refused as a whole: one event alone is the culprit, more are halved, the left half first, so that order is kept. */
const halve = Effect.fn("halve")(function*(pass: Pass, batch: Batch, failure: BatchFailure) {
  const halves = (rest: Rest) => rest
  if (batch.length > 1) return halves(Array.splitAt(batch, Math.ceil(batch.length / 2)))
  const { reason, category } = failure
  yield* settleAll(batch, (claim) => settlementOf(pass, claim, { _tag: "Refused", reason, category }))
  return halves([])
})

/** Settles what the answer decides. Where it refused some and took none, the batch was rolled back: the others go again. */
const settleResults = Effect.fn("settleResults")(function*(
  pass: Pass,
  batch: Batch,
  results: ReadonlyMap<string, EventResult>
) {
  const resultOf = (claim: EventClaim) => results.get(claim.event.value.event_id) ?? undecided
  const having = (tag: EventResult["_tag"]) => batch.filter((claim) => resultOf(claim)._tag === tag)
  const again = having("Refused").length > 0 && having("Accepted").length === 0 ? having("Undecided") : []
  const decided = batch.filter((claim) => !again.includes(claim))
  yield* settleAll(decided, (claim) => settlementOf(pass, claim, resultOf(claim)))
  const rest: Rest = again.length > 0 ? [again] : []
  return rest
})

const sendOnce = Effect.fn("sendOnce")(function*(pass: Pass, batch: Batch) {
  const transport = yield* EventTransport
  const rest = (it: Rest) => it
  return yield* transport.send(pass.server, batch).pipe(
    Effect.flatMap((results) => settleResults(pass, batch, results)),
    Effect.catchTags({
      BatchFailure: (failure) => halve(pass, batch, failure),
      Unavailable: (fault) =>
        settleAll(batch, (claim) => retryLater(claim, fault.reasonCode, fault.reason, fault.retryAfterMs)).pipe(
          // A server that does not answer in time would hold up the bodies as well.
          Effect.zipRight(Effect.when(
            halt(pass, new TargetFault({ kind: "timeout", reason: fault.reason })),
            () => fault.reasonCode === "timeout"
          )),
          Effect.as(rest(null))
        ),
      TargetFault: (fault) =>
        Effect.zipRight(halt(pass, fault), release(batch, fault.kind, fault.reason)).pipe(Effect.as(rest(null)))
    })
  )
})

/** Sends one claimed batch, halving it as often as the server asks. False where the event phase is over. */
const sendBatch = Effect.fn("sendBatch")(function*(pass: Pass, batch: Batch) {
  const waiting: Array<Batch> = [batch]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const rest = yield* sendOnce(pass, next)
    if (rest === null) {
      yield* release(waiting.flat(), "phase_over", "an earlier part of the same batch ended the event phase")
      return false
    }
    waiting.unshift(...rest)
  }
  return true
})

/** Sends every due event in Lamport order. A batch-level transient answer ends the phase, a target fault the pass. */
export const deliverEvents = Effect.fn("deliverEvents")(function*(pass: Pass) {
  const queue = yield* DeliveryQueue
  const progress = yield* Progress
  const { self } = yield* LeaseOwner
  const request = {
    limit: maxEventsPerBatch,
    maxBytes: maxBatchBytes - batchOverheadBytes,
    owner: self,
    lease: claimLease
  }
  let [done, bytes] = [0, 0]
  while (!(yield* isHalted(pass))) {
    const batch = yield* queue.claimEvents(request)
    if (batch.length === 0) return
    const goOn = yield* sendBatch(pass, batch).pipe(
      // A released row changes nothing where the attempt was settled before: its token is spent.
      Effect.onInterrupt(() => Effect.ignore(release(batch, "interrupted", "the command was interrupted")))
    )
    done += batch.length
    bytes += batch.reduce((sum, { event }) => sum + event.json.length, 0)
    yield* progress.step({ _tag: "Sending", kind: "events", done, total: Math.max(done, pass.total.events), bytes })
    if (!goOn) return
  }
})
