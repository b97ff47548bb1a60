import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import { countEvent, emptyPassLog, type PassLog } from "../../domain/sync/PassLog.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import type { TargetFault } from "../../domain/sync/transportErrors.js"

/** One run through everything that is due, against one server. */
export interface Pass {
  readonly server: ServerUrl
  readonly log: Ref.Ref<PassLog>
}

export const startPass = (server: ServerUrl): Effect.Effect<Pass> =>
  Effect.map(Ref.make(emptyPassLog), (log) => ({ server, log }))

/** Stops the pass: nothing is sent after it. The first fault is the one that is told. */
export const halt = (pass: Pass, fault: TargetFault): Effect.Effect<void> =>
  Ref.update(pass.log, (log) => (log.fault === null ? { ...log, fault } : log))

export const isHalted = (pass: Pass): Effect.Effect<boolean> =>
  Effect.map(Ref.get(pass.log), (log) => log.fault !== null)

export const logEvent = (pass: Pass, mission: string, how: "sent" | "duplicate" | "rejected"): Effect.Effect<void> =>
  Ref.update(pass.log, (log) => countEvent(log, mission, how))

export const logAccepted = (pass: Pass): Effect.Effect<void> =>
  Ref.update(pass.log, (log) => ({ ...log, accepted: log.accepted + 1 }))

export const logRejected = (
  pass: Pass,
  item: { readonly subject: string; readonly reasonCode: string; readonly reason: string }
): Effect.Effect<void> => Ref.update(pass.log, (log) => ({ ...log, rejected: [...log.rejected, item] }))
