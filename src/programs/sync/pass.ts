import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import { countEvent, emptyPassLog, type PassLog } from "../../domain/sync/PassLog.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import type { TargetFault, Unavailable } from "../../domain/sync/transportErrors.js"
import { QueueView } from "../../services/QueueView.js"

/** One run through everything that is due, against one server. */
export interface Pass {
  readonly server: ServerUrl
  readonly log: Ref.Ref<PassLog>
  /** What waited when the pass began, for progress. */
  readonly total: { readonly events: number; readonly bodies: number }
}

export const startPass = Effect.fn("startPass")(function*(server: ServerUrl) {
  const { bodies, events } = yield* (yield* QueueView).counts
  const pass: Pass = {
    server,
    log: yield* Ref.make(emptyPassLog),
    total: { events: events.pending + events.leased, bodies: bodies.pending + bodies.leased }
  }
  return pass
})

/** Stops the pass: nothing is sent after it. The first fault is the one that is told. */
export const halt = (pass: Pass, fault: TargetFault): Effect.Effect<void> =>
  Ref.update(pass.log, (log) => (log.fault === null ? { ...log, fault } : log))

export const isHalted = (pass: Pass): Effect.Effect<boolean> =>
  Effect.map(Ref.get(pass.log), (log) => log.fault !== null)

export const logEvent = (pass: Pass, namespaceKey: string, how: "sent" | "duplicate" | "rejected"): Effect.Effect<void> =>
  Ref.update(pass.log, (log) => countEvent(log, namespaceKey, how))

export const logAccepted = (pass: Pass): Effect.Effect<void> =>
  Ref.update(pass.log, (log) => ({ ...log, accepted: log.accepted + 1 }))

export const logDeferred = (pass: Pass, { reason, reasonCode }: Unavailable): Effect.Effect<void> =>
  Ref.update(pass.log, (log) => ({ ...log, deferred: { reasonCode, reason } }))

export const logRejected = (
  pass: Pass,
  item: { readonly subject: string; readonly reasonCode: string; readonly reason: string }
): Effect.Effect<void> => Ref.update(pass.log, (log) => ({ ...log, rejected: [...log.rejected, item] }))
