import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { BodyClaim } from "../../domain/sync/Claim.js"
import { utf8Length } from "../../domain/sync/QueueEntry.js"
import { Settlement } from "../../domain/sync/Settlement.js"
import { type Forbidden, TargetFault, type Unavailable } from "../../domain/sync/transportErrors.js"
import { BodyTransport } from "../../services/BodyTransport.js"
import { DeliveryQueue } from "../../services/DeliveryQueue.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { Progress } from "../../services/Progress.js"
import { Settings } from "../../services/Settings.js"
import { claimLease, roundsPerClaim } from "./claimLease.js"
import { halt, isHalted, logAccepted, logDeferred, logRejected, type Pass } from "./pass.js"
import { retryLater } from "./retryLater.js"

/** Bodies held in memory at once, beside the text of the one being scanned. */
const maxClaimBytes = 16 * 1024 * 1024
/** After this many answers in a row that only say "later", the server is left alone until the next pass. */
const patience = 16
/** A 403, or a silence, may be about the item alone: the next pass begins with another one, so that it blocks nobody. */
const behindTheOthers = Duration.seconds(10)

/**
 * Answers that wait for one transaction: so many, or so long. One for each took 1 ms of disk, as much as the rest of an
 * upload to a server on this machine. (A `Stream` with `groupedWithin` reads better, and took 0.5 ms more per body.)
 */
const settledTogether = 64
const settledWithin = Duration.millis(100)

const interrupted = { reasonCode: "interrupted", reason: "the command was interrupted" }

type Answer = readonly [claim: BodyClaim, settlement: Settlement]

interface Sent {
  readonly done: number
  readonly bytes: number
}

interface Phase extends Pass {
  readonly sent: Ref.Ref<Sent>
  /** Namespaces of which this pass has had a body accepted: a 403 there is about the item, not the target. */
  readonly acceptedNamespaces: Ref.Ref<ReadonlySet<string>>
  readonly unavailableInARow: Ref.Ref<number>
}

const reject = (phase: Phase, claim: BodyClaim, reasonCode: string, reason: string) =>
  Effect.as(
    logRejected(phase, { subject: claim.body.value.artifact_path, reasonCode, reason }),
    Settlement.Rejected({ reasonCode, reason })
  )

const stop = (phase: Phase, fault: TargetFault, postpone: Duration.Duration | null) =>
  Effect.as(halt(phase, fault), Settlement.Released({ reasonCode: fault.kind, reason: fault.reason, postpone }))

/** 403: this item alone where the answer names it or a sibling was accepted in this pass, else the whole target. */
const judgeForbidden = Effect.fn("judgeForbidden")(function*(phase: Phase, claim: BodyClaim, answer: Forbidden) {
  const accepted = yield* Ref.get(phase.acceptedNamespaces)
  return answer.namesItem || accepted.has(claim.body.value.namespaceKey)
    ? yield* reject(phase, claim, "forbidden", answer.reason)
    : yield* stop(phase, new TargetFault({ kind: "forbidden", reason: answer.reason }), behindTheOthers)
})

/** Later. A server that does not answer in time is left alone at once: waiting for it again would hold up the command. */
const postpone = Effect.fn("postpone")(function*(phase: Phase, claim: BodyClaim, fault: Unavailable) {
  if (fault.reasonCode === "timeout") {
    return yield* stop(phase, new TargetFault({ kind: "timeout", reason: fault.reason }), behindTheOthers)
  }
  yield* logDeferred(phase, fault)
  yield* Ref.update(phase.unavailableInARow, (count) => count + 1)
  return yield* retryLater(claim, fault.reasonCode, fault.reason, fault.retryAfterMs)
})

const accept = Effect.fnUntraced(function*(phase: Phase, claim: BodyClaim, status: "uploaded" | "already_exists") {
  yield* logAccepted(phase)
  yield* Ref.set(phase.unavailableInARow, 0)
  const { namespaceKey } = claim.body.value
  yield* Ref.update(phase.acceptedNamespaces, (seen) =>
    seen.has(namespaceKey) ? seen : new Set(seen).add(namespaceKey))
  return Settlement.Delivered({ status })
})

const push = Effect.fnUntraced(function*(phase: Phase, claim: BodyClaim) {
  const transport = yield* BodyTransport
  return yield* transport.push(phase.server, claim).pipe(
    Effect.flatMap((status) => accept(phase, claim, status)),
    Effect.catchTags({
      IndexEntryNotFound: ({ reason }) => retryLater(claim, "index_entry_not_found", reason, null),
      NamespaceNotFound: ({ reason }) => retryLater(claim, "namespace_not_found", reason, null),
      Unavailable: (fault) => postpone(phase, claim, fault),
      UploadRejected: ({ reasonCode, reason }) => reject(phase, claim, reasonCode, reason),
      Forbidden: (answer) => judgeForbidden(phase, claim, answer),
      TargetFault: (fault) => stop(phase, fault, null)
    })
  )
})

/** Whether nothing more is to be sent: the pass was halted, or the server asks for rest. */
const isOver = (phase: Phase): Effect.Effect<boolean> =>
  Effect.zipWith(isHalted(phase), Ref.get(phase.unavailableInARow), (halted, count) => halted || count >= patience)

const pushUnlessOver = Effect.fnUntraced(function*(phase: Phase, claim: BodyClaim) {
  return (yield* isOver(phase))
    ? Settlement.Released({ reasonCode: "pass_over", reason: "the pass ended before its turn", postpone: null })
    : yield* push(phase, claim)
})

const tellProgress = Effect.fnUntraced(function*(phase: Phase, settled: ReadonlyArray<Answer>) {
  const { bytes, done } = yield* Ref.updateAndGet(phase.sent, (sent) => ({
    done: sent.done + settled.length,
    bytes: settled.reduce((sum, [{ body }]) => sum + utf8Length(body.json), sent.bytes)
  }))
  const total = Math.max(done, phase.total.bodies)
  yield* (yield* Progress).step({ _tag: "Sending", kind: "bodies", done, total, bytes })
})

const logSettlement = ({ attempt, body: { value } }: BodyClaim, settlement: Settlement) =>
  Effect.logDebug(`a body: ${settlement._tag}`).pipe(Effect.annotateLogs({
    mission: value.mission_slug,
    path: value.artifact_path,
    attempt,
    ...(settlement._tag === "Delivered"
      ? { status: settlement.status }
      : { reason: `${settlement.reasonCode}: ${settlement.reason}` })
  }), Effect.whenLogLevel("Debug"))

/** Settles what waits, in one transaction. It waits until that is on disk, so that an interruption still finds it. */
const settleWaiting = Effect.fnUntraced(function*(phase: Phase, waiting: Array<Answer>) {
  const group = [...waiting]
  if (group.length === 0) return
  yield* (yield* DeliveryQueue).settle(group)
  waiting.splice(0, group.length)
  yield* tellProgress(phase, group)
})

/**
 * Pushes claimed bodies side by side and settles their answers in groups meanwhile; nothing is told of one before that.
 * An interruption settles what is answered and releases the rest.
 */
const pushAll = Effect.fn("pushAll")(function*(phase: Phase, claims: ReadonlyArray<BodyClaim>) {
  const queue = yield* DeliveryQueue
  const { concurrency } = yield* Settings
  const waiting: Array<Answer> = []
  const settle = (yield* Effect.makeSemaphore(1)).withPermits(1)(settleWaiting(phase, waiting))
  const pushOne = (claim: BodyClaim) =>
    pushUnlessOver(phase, claim).pipe(
      Effect.tap((settlement) => logSettlement(claim, settlement)),
      Effect.flatMap((settlement) => waiting.push([claim, settlement]) < settledTogether ? Effect.void : settle)
    )
  yield* Effect.forEach(claims, pushOne, { concurrency, discard: true }).pipe(
    Effect.raceFirst(Effect.forever(Effect.delay(settle, settledWithin))),
    Effect.zipRight(settle),
    // Of two answers to one claim the first counts, and a claim that is settled already stays as it is.
    Effect.onInterrupt(() =>
      Effect.ignore(queue.settle([...waiting, ...claims.map((claim) =>
        [claim, Settlement.Released({ ...interrupted, postpone: null })] as const
      )]))
    )
  )
})

/**
 * Uploads every due body, oldest first. The first one goes alone: where the target itself is at fault, one request
 * shows it.
 */
export const deliverBodies = Effect.fn("deliverBodies")(function*(pass: Pass) {
  const queue = yield* DeliveryQueue
  const { self } = yield* LeaseOwner
  const { concurrency, http } = yield* Settings
  const phase: Phase = {
    ...pass,
    acceptedNamespaces: yield* Ref.make<ReadonlySet<string>>(new Set()),
    unavailableInARow: yield* Ref.make(0),
    sent: yield* Ref.make<Sent>({ done: 0, bytes: 0 })
  }
  let limit = 1
  while (!(yield* isOver(phase))) {
    const claims = yield* queue.claimBodies({ limit, maxBytes: maxClaimBytes, owner: self, lease: claimLease(http.totalTimeout) })
    if (claims.length === 0) return
    yield* pushAll(phase, claims)
    limit = concurrency * roundsPerClaim
  }
})
