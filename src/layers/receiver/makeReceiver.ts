import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { BatchAnswer, type EventResult } from "../../domain/receiver/BatchAnswer.js"
import type { Ledger } from "../../domain/receiver/Ledger.js"
import { PushAnswer, type PushDecision } from "../../domain/receiver/PushAnswer.js"
import type { ReceivedEvent } from "../../domain/receiver/ReceivedEvent.js"
import type { ReceiverUnavailable } from "../../domain/receiver/receiverErrors.js"
import type { BodyRequest } from "../../domain/sync/BodyRequest.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { ContractGate } from "../../services/ContractGate.js"
import type { Receiver } from "../../services/Receiver.js"
import { admitBatch, admitBody } from "./admission.js"

export interface ReceiverOptions {
  /** How long an index entry takes from its event until bodies find it. Default none. */
  readonly indexDelay?: Duration.DurationInput
}

/** What a technology has to bring: three methods, each one transaction. Times are milliseconds since the epoch. */
export interface ReceiverStore {
  /** Applies `decideEvents`; new index entries become visible at `visibleAtMs`. */
  readonly record: (
    events: ReadonlyArray<ReceivedEvent>,
    at: { readonly nowMs: number; readonly visibleAtMs: number }
  ) => Effect.Effect<ReadonlyArray<EventResult>, ReceiverUnavailable>
  /** Applies `decidePush` to a valid body. */
  readonly place: (body: BodyRequest, nowMs: number) => Effect.Effect<PushDecision, ReceiverUnavailable>
  readonly ledger: (nowMs: number) => Effect.Effect<Ledger, ReceiverUnavailable>
}

const pushAnswer = (body: BodyRequest, decision: PushDecision): PushAnswer => {
  const { artifact_path: path, content_hash: hash, mission_slug: missionSlug, project_uuid: projectUuid } = body
  switch (decision) {
    case "stored":
      return PushAnswer.Stored({ path, hash })
    case "already_exists":
      return PushAnswer.AlreadyExists({ path, hash })
    case "namespace_not_found":
      return PushAnswer.NamespaceNotFound({ projectUuid })
    case "index_entry_not_found":
      return PushAnswer.IndexEntryNotFound({ path, missionSlug })
  }
}

/** The receiver over any store: what comes in is checked here, once, for all of them. */
export const makeReceiver = (
  store: ReceiverStore,
  { indexDelay = Duration.zero }: ReceiverOptions
): Effect.Effect<Receiver["Type"], never, ContentHasher | ContractGate> =>
  Effect.gen(function*() {
    const gate = yield* ContractGate
    const hasher = yield* ContentHasher
    const ingest = Effect.fn("Receiver.ingest")(function*(events: ReadonlyArray<unknown>) {
      const admitted = yield* admitBatch(gate, events)
      if (Either.isLeft(admitted)) return admitted.left
      const nowMs = yield* Clock.currentTimeMillis
      const visibleAtMs = nowMs + Duration.toMillis(indexDelay)
      const results = yield* store.record(admitted.right, { nowMs, visibleAtMs })
      return BatchAnswer.Processed({ results })
    })
    const push = Effect.fn("Receiver.push")(function*(request: unknown) {
      const admitted = yield* admitBody(gate, hasher, request)
      if (Either.isLeft(admitted)) return admitted.left
      const nowMs = yield* Clock.currentTimeMillis
      return pushAnswer(admitted.right, yield* store.place(admitted.right, nowMs))
    })
    return { ingest, push, ledger: Effect.flatMap(Clock.currentTimeMillis, store.ledger) }
  })
