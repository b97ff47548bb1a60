import * as Effect from "effect/Effect"
import type { QueueKind } from "../../domain/sync/QueueEntry.js"
import type { WireText } from "../../services/QueueItems.js"
import { makeJudgeStored, type StoredItem } from "./judgeStored.js"

/** What a claim of a stored item would send: the same way through the gate, and so the same bytes. */
export const makeWireText = Effect.map(makeJudgeStored, (judge) => {
  const sendable = ({ json }: { readonly json: string }): WireText => ({ _tag: "Sendable", json })
  const unusable = ({ reason, reasonCode }: { readonly reason: string; readonly reasonCode: string }): WireText =>
    ({ _tag: "Unusable", reasonCode, reason })
  return (kind: QueueKind, stored: StoredItem): Effect.Effect<WireText> =>
    kind === "event"
      ? Effect.match(judge.event(stored), { onSuccess: sendable, onFailure: unusable })
      : Effect.match(judge.body(stored), { onSuccess: sendable, onFailure: unusable })
})
