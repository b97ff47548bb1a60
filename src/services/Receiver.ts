import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { BatchAnswer } from "../domain/receiver/BatchAnswer.js"
import type { Ledger } from "../domain/receiver/Ledger.js"
import type { PushAnswer } from "../domain/receiver/PushAnswer.js"
import type { ReceiverUnavailable } from "../domain/receiver/receiverErrors.js"

/**
 * The reference receiver: the other end of the wire, as the contract describes it. Its laws: `src/laws/receiver.ts`.
 * Every answer is a value; the only failure is a store that can't be used, and then nothing of the request was stored.
 */
export class Receiver extends Context.Tag("spec-kitty/Receiver")<Receiver, {
  /**
   * Takes a batch in one transaction. Each event is checked by the contract gate, envelope and payload; one that fails
   * makes the whole batch `Invalid` and nothing of it is stored. An `event_id` is stored once, however often it comes.
   * A MissionDossier* event makes its namespace known at once; a MissionDossierArtifactIndexed becomes an index
   * entry after the receiver's delay. The index event with the highest Lamport clock names the current hash of its path.
   */
  readonly ingest: (events: ReadonlyArray<unknown>) => Effect.Effect<BatchAnswer, ReceiverUnavailable>
  /**
   * Takes one body of exactly nine fields. Checked in this order: fields, `content_hash` against the content, namespace,
   * index entry. The entry has to name this namespace, path and hash; an older hash of the path will do, since bodies
   * are content-addressed. The same body again is `AlreadyExists`, for good.
   */
  readonly push: (request: unknown) => Effect.Effect<PushAnswer, ReceiverUnavailable>
  /** Everything accepted so far, with how often it was posted. */
  readonly ledger: Effect.Effect<Ledger, ReceiverUnavailable>
}>() {}
