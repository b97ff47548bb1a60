import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../dossier/Artifact.js"
import { Namespace } from "../identity/Namespace.js"
import { Instant } from "../text.js"

const Posted = Schema.Positive.pipe(Schema.int()).annotations({
  description: "how often the sender posted it: 1 = once, more = redundant posts that changed nothing"
})

/** One event the receiver accepted. It is listed once, however often it came. */
export class LedgerEvent extends Schema.Class<LedgerEvent>("spec-kitty/LedgerEvent")({
  event_id: Schema.String,
  event_type: Schema.String,
  aggregate_id: Schema.String,
  /** Checkout that sent it: a UUID. */
  build_id: Schema.String,
  lamport_clock: Schema.Int,
  /** Null for an event that belongs to no dossier. */
  namespace: Schema.NullOr(Namespace),
  /** Path and hash of a MissionDossierArtifactIndexed; null for the other types. */
  path: Schema.NullOr(ArtifactPath),
  hash: Schema.NullOr(ContentHash),
  posted: Posted,
  accepted_at: Instant
}) {}

/** One body the receiver stored: one per namespace, path and hash, however often it came. */
export class LedgerBody extends Schema.Class<LedgerBody>("spec-kitty/LedgerBody")({
  namespace: Namespace,
  path: ArtifactPath,
  hash: ContentHash,
  /** Of the content, in bytes of UTF-8. */
  size_bytes: Schema.NonNegativeInt,
  /** True where the newest index event of this path names this hash. */
  current: Schema.Boolean,
  posted: Posted,
  accepted_at: Instant
}) {}

/** All that a receiver accepted, in the order of first acceptance. What it refused is not in it. */
export class Ledger extends Schema.Class<Ledger>("spec-kitty/Ledger")({
  events: Schema.Array(LedgerEvent),
  bodies: Schema.Array(LedgerBody),
  /** Posts of something that was there already: the sum of `posted - 1`. */
  redundant_posts: Schema.NonNegativeInt
}) {
  /** With the sum of redundant posts counted from both lists. */
  static of(events: ReadonlyArray<LedgerEvent>, bodies: ReadonlyArray<LedgerBody>): Ledger {
    const redundant_posts = [...events, ...bodies].reduce((sum, { posted }) => sum + posted - 1, 0)
    return new Ledger({ events, bodies, redundant_posts })
  }
}
