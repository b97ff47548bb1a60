import type { SqlClient } from "@effect/sql/SqlClient"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../../../domain/dossier/Artifact.js"
import { Namespace } from "../../../domain/identity/Namespace.js"
import { Ledger, LedgerBody, LedgerEvent } from "../../../domain/receiver/Ledger.js"
import { Instant } from "../../../domain/text.js"

const { manifest_version, mission_slug, mission_type, project_uuid, target_branch } = Namespace.fields

/** `Namespace.key` back into a namespace. */
const NamespaceKey = Schema.parseJson(
  Schema.Tuple(project_uuid, mission_slug, target_branch, mission_type, manifest_version)
)

const EventRow = Schema.Struct({
  event_id: Schema.String,
  event_type: Schema.String,
  aggregate_id: Schema.String,
  build_id: Schema.String,
  lamport_clock: Schema.Int,
  namespace_key: Schema.NullOr(NamespaceKey),
  path: Schema.NullOr(ArtifactPath),
  hash: Schema.NullOr(ContentHash),
  posted: Schema.Int,
  accepted_at_ms: Schema.Int
})

const BodyRow = Schema.Struct({
  namespace_key: NamespaceKey,
  path: ArtifactPath,
  hash: ContentHash,
  size_bytes: Schema.Int,
  current_hash: Schema.NullOr(Schema.String),
  posted: Schema.Int,
  accepted_at_ms: Schema.Int
})

const namespaceOf = (key: typeof NamespaceKey.Type): Namespace => {
  const [project_uuid, mission_slug, target_branch, mission_type, manifest_version] = key
  return new Namespace({ project_uuid, mission_slug, target_branch, mission_type, manifest_version })
}

const instant = (ms: number): Instant => Instant.make(DateTime.formatIso(DateTime.unsafeMake(ms)))

const ledgerEvent = ({ accepted_at_ms, namespace_key, ...row }: typeof EventRow.Type): LedgerEvent =>
  new LedgerEvent({
    ...row,
    namespace: namespace_key === null ? null : namespaceOf(namespace_key),
    accepted_at: instant(accepted_at_ms)
  })

const ledgerBody = ({ accepted_at_ms, current_hash, namespace_key, ...row }: typeof BodyRow.Type): LedgerBody =>
  new LedgerBody({
    ...row,
    namespace: namespaceOf(namespace_key),
    current: current_hash === row.hash,
    accepted_at: instant(accepted_at_ms)
  })

const decodeEvents = Schema.decodeUnknown(Schema.Array(EventRow))
const decodeBodies = Schema.decodeUnknown(Schema.Array(BodyRow))

/** The whole ledger. The newest index event of a path is the last by `indexOrder`. */
export const readLedger = (sql: SqlClient, nowMs: number) =>
  Effect.gen(function*() {
    const events = yield* sql`
      SELECT event_id, event_type, aggregate_id, json_extract(canonical, '$.build_id') AS build_id, lamport_clock,
        namespace_key, path, hash, posted, accepted_at_ms
      FROM events ORDER BY seq`
    const bodies = yield* sql`
      SELECT namespace_key, path, hash, size_bytes, posted, accepted_at_ms,
        (SELECT entry.hash FROM events AS entry
         WHERE entry.namespace_key = bodies.namespace_key AND entry.path = bodies.path AND entry.visible_at_ms <= ${nowMs}
         ORDER BY entry.lamport_clock DESC, entry.timestamp DESC, entry.event_id DESC LIMIT 1) AS current_hash
      FROM bodies ORDER BY seq`
    return Ledger.of((yield* decodeEvents(events)).map(ledgerEvent), (yield* decodeBodies(bodies)).map(ledgerBody))
  })
