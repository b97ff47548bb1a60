import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { BodyClaim } from "../../domain/sync/Claim.js"
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

const interrupted = { reasonCode: "interrupted", reason: "the command was interrupted" }

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
  return answer.namesItem || accepted.has(claim.body.value.namespace.key)
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

const accept = Effect.fn("accept")(function*(phase: Phase, claim: BodyClaim, status: "uploaded" | "already_exists") {
  yield* logAccepted(phase)
  yield* Ref.set(phase.unavailableInARow, 0)
  yield* Ref.update(phase.acceptedNamespaces, (seen) => new Set(seen).add(claim.body.value.namespace.key))
  return Settlement.Delivered({ status })
})

const push = Effect.fn("push")(function*(phase: Phase, claim: BodyClaim) {
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

const pushUnlessOver = Effect.fn("pushUnlessOver")(function*(phase: Phase, claim: BodyClaim) {
  return (yield* isOver(phase))
    ? Settlement.Released({ reasonCode: "pass_over", reason: "the pass ended before its turn", postpone: null })
    : yield* push(phase, claim)
})

const tellProgress = Effect.fn("tellProgress")(function*(phase: Phase, claim: BodyClaim) {
  const { bytes, done } = yield* Ref.updateAndGet(phase.sent, (sent) => ({
    done: sent.done + 1,
    bytes: sent.bytes + claim.body.json.length
  }))
  const total = Math.max(done, phase.total.bodies)
  yield* (yield* Progress).step({ _tag: "Sending", kind: "bodies", done, total, bytes })
})

/** Pushes claimed bodies side by side and settles each answer; what an interruption leaves over is released. */
const pushAll = Effect.fn("pushAll")(function*(phase: Phase, claims: ReadonlyArray<BodyClaim>) {
  const queue = yield* DeliveryQueue
  const { concurrency } = yield* Settings
  yield* Effect.forEach(
    claims,
    (claim) =>
      pushUnlessOver(phase, claim).pipe(
        Effect.flatMap((settlement) => queue.settle([[claim, settlement]])),
        Effect.zipRight(tellProgress(phase, claim))
      ),
    { concurrency, discard: true }
  ).pipe(
    Effect.onInterrupt(() =>
      Effect.ignore(queue.settle(claims.map((claim) =>
        [claim, Settlement.Released({ ...interrupted, postpone: null })] as const
      )))
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
