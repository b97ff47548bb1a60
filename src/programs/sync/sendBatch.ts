import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { EventClaim } from "../../domain/sync/Claim.js"
import { BatchFailure, TargetFault, type Unavailable } from "../../domain/sync/transportErrors.js"
import { type EventResult, EventTransport } from "../../services/EventTransport.js"
import { halt, logDeferred, type Pass } from "./pass.js"
import { retryLater } from "./retryLater.js"
import { type Batch, release, settleAll, settlementOf } from "./settleEvents.js"

/** How one request ended: what it decided is settled, it was refused as a whole, or the event phase is over. */
type Sent =
  | { readonly _tag: "Settled"; readonly again: Batch }
  | { readonly _tag: "RefusedWhole"; readonly failure: BatchFailure }
  | { readonly _tag: "PhaseOver" }

const sent = (it: Sent): Sent => it
const phaseOver = "an earlier part of the same batch ended the event phase"
const undecided: EventResult = { _tag: "Undecided", reason: "the answer does not name this event" }

/** Settles what the answer decides. Where it refused some and took none, nothing was stored: the others go again. */
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
  return sent({ _tag: "Settled", again })
})

const stop = (pass: Pass, batch: Batch, fault: TargetFault) =>
  Effect.zipRight(halt(pass, fault), release(batch, fault.kind, fault.reason)).pipe(Effect.as(sent({ _tag: "PhaseOver" })))

/** A server that does not answer in time would hold up the bodies as well: that is the target's fault, and halts the pass. */
const postpone = (pass: Pass, batch: Batch, fault: Unavailable) =>
  fault.reasonCode === "timeout"
    ? stop(pass, batch, new TargetFault({ kind: "timeout", reason: fault.reason }))
    : settleAll(batch, (claim) => retryLater(claim, fault.reasonCode, fault.reason, fault.retryAfterMs)).pipe(
      Effect.zipRight(logDeferred(pass, fault)),
      Effect.as(sent({ _tag: "PhaseOver" }))
    )

/** 403 after something was accepted in this pass is not about the target: the batch holds something forbidden. */
const judgeFault = Effect.fn("judgeFault")(function*(pass: Pass, batch: Batch, fault: TargetFault) {
  const { accepted } = yield* Ref.get(pass.log)
  if (fault.kind !== "forbidden" || accepted === 0) return yield* stop(pass, batch, fault)
  const failure = new BatchFailure({ kind: "rejected", reason: fault.reason, category: "forbidden" })
  return sent({ _tag: "RefusedWhole", failure })
})

const sendOnce = Effect.fn("sendOnce")(function*(pass: Pass, batch: Batch) {
  return yield* (yield* EventTransport).send(pass.server, batch).pipe(
    Effect.flatMap((results) => settleResults(pass, batch, results)),
    Effect.catchTags({
      BatchFailure: (failure) => Effect.succeed(sent({ _tag: "RefusedWhole", failure })),
      Unavailable: (fault) => postpone(pass, batch, fault),
      TargetFault: (fault) => judgeFault(pass, batch, fault)
    })
  )
})

/**
 * The first event that makes the server refuse the batch, found by halving: what comes before it was sent on the way.
 * `rest` is what comes after it and was not decided; null where the phase ended.
 */
const searchCulprit = Effect.fn("searchCulprit")(function*(pass: Pass, batch: Batch, refusal: BatchFailure) {
  let [suspects, rest, failure]: [Batch, Batch, BatchFailure | null] = [batch, [], refusal]
  while (suspects.length > 1) {
    const [left, right] = Array.splitAt(suspects, Math.ceil(suspects.length / 2))
    const result = yield* sendOnce(pass, left)
    if (result._tag === "PhaseOver") {
      yield* release([...right, ...rest], "phase_over", phaseOver)
      return null
    }
    // The left half is fine by itself: the culprit is in the right one, which need not be sent to know that.
    if (result._tag === "Settled") [suspects, failure] = [[...result.again, ...right], null]
    else [suspects, rest, failure] = [left, [...right, ...rest], result.failure]
  }
  return { suspects, rest, failure }
})

/** Refuses the one event that was found. Found by elimination it goes alone first: nothing is refused on a guess. */
const settleCulprit = Effect.fn("settleCulprit")(function*(pass: Pass, culprit: Batch, known: BatchFailure | null) {
  const result = known === null ? yield* sendOnce(pass, culprit) : sent({ _tag: "RefusedWhole", failure: known })
  if (result._tag !== "RefusedWhole") return result
  const { category, reason } = result.failure
  yield* settleAll(culprit, (claim) => settlementOf(pass, claim, { _tag: "Refused", reason, category }))
  return sent({ _tag: "Settled", again: [] })
})

/** Sends one claimed batch; what is refused as a whole is halved until each culprit stands alone. False: the phase is over. */
export const sendBatch = Effect.fn("sendBatch")(function*(pass: Pass, batch: Batch) {
  let waiting = batch
  while (waiting.length > 0) {
    const result = yield* sendOnce(pass, waiting)
    if (result._tag === "PhaseOver") return false
    if (result._tag === "Settled") {
      waiting = result.again
      continue
    }
    const found = yield* searchCulprit(pass, waiting, result.failure)
    if (found === null) return false
    const settled = yield* settleCulprit(pass, found.suspects, found.failure)
    if (settled._tag === "PhaseOver") {
      yield* release(found.rest, "phase_over", phaseOver)
      return false
    }
    waiting = [...(settled._tag === "Settled" ? settled.again : []), ...found.rest]
  }
  return true
})
