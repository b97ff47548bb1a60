import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { CountedRows } from "../../domain/sync/conservation.js"
import { namespaceFields } from "../../domain/sync/rebuildItem.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { QueueAudit, type QueueFile } from "../../services/QueueAudit.js"
import { latestPerMission } from "../queue/latestPerMission.js"
import { instantOf } from "../queue/instant.js"
import { QueueDatabase } from "./queue/QueueDatabase.js"

const faultsAtMost = 20

/** Gives a `StateCount` for each kind and state that has rows. */
export const countByState = "SELECT kind, state, count(*) AS rows FROM delivery GROUP BY kind, state"
const leasesByOwner = `SELECT owner, count(*) AS rows, max(lease_expires_at) AS expires_at FROM delivery
  WHERE state = 'leased' GROUP BY owner ORDER BY owner`
const latestReceipts = `SELECT namespace_key, count(*) AS receipts, max(acknowledged_at) AS acknowledged_at FROM receipt
  GROUP BY namespace_key`
const facts = `SELECT sqlite_version() AS sqlite, (SELECT application_id FROM pragma_application_id) AS application_id,
  (SELECT user_version FROM pragma_user_version) AS schema_version,
  (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS size_bytes`

const decodeFacts = Schema.decodeUnknown(Schema.Tuple(Schema.Struct({
  sqlite: Schema.String,
  application_id: Schema.Int,
  schema_version: Schema.Int,
  size_bytes: Schema.Int
})))
const decodeMode = Schema.decodeUnknown(Schema.Tuple(Schema.Struct({ journal_mode: Schema.String })))
const decodeIntegrity = Schema.decodeUnknown(Schema.Array(Schema.Struct({ integrity_check: Schema.String })))

export interface StateCount {
  readonly kind: string
  readonly state: string
  readonly rows: number
}

export const rowsIn = (rows: ReadonlyArray<StateCount>, kind: string): CountedRows => {
  const of = (state: string) => rows.find((row) => row.kind === kind && row.state === state)?.rows ?? 0
  return { pending: of("pending"), leased: of("leased"), quarantined: of("quarantined") }
}

const make = Effect.gen(function*() {
  const { path, read, sql } = yield* QueueDatabase
  const { isGone } = yield* LeaseOwner
  const file = Effect.gen(function*() {
    const [{ application_id, schema_version, size_bytes, sqlite }] = yield* Effect.orDie(
      Effect.flatMap(sql.unsafe(facts), decodeFacts)
    )
    const [{ journal_mode }] = yield* Effect.flatMap(sql.unsafe("PRAGMA journal_mode"), (rows) =>
      Effect.orDie(decodeMode(rows)))
    const checked = yield* Effect.flatMap(sql.unsafe(`PRAGMA integrity_check(${faultsAtMost})`), (rows) =>
      Effect.orDie(decodeIntegrity(rows)))
    const found: QueueFile = {
      path,
      sizeBytes: size_bytes,
      sqliteVersion: sqlite,
      applicationId: application_id,
      schemaVersion: schema_version,
      journalMode: journal_mode,
      faults: checked.map(({ integrity_check }) => integrity_check).filter((line) => line !== "ok")
    }
    return Option.some(found)
  })
  return QueueAudit.of({
    file: read(file),
    countRows: Effect.map(read(sql.unsafe<StateCount>(countByState)), (rows) => ({
      events: rowsIn(rows, "event"),
      bodies: rowsIn(rows, "body")
    })),
    leases: read(sql.unsafe<{ owner: string; rows: number; expires_at: number }>(leasesByOwner)).pipe(
      Effect.flatMap(Effect.forEach(({ expires_at, owner, rows }) =>
        Effect.map(isGone(owner), (ownerGone) => ({ owner, rows, expiresAt: instantOf(expires_at), ownerGone }))))
    ),
    lastReceipts: Effect.map(
      read(sql.unsafe<{ namespace_key: string; receipts: number; acknowledged_at: number }>(latestReceipts)),
      (rows) => latestPerMission(rows.flatMap(({ acknowledged_at, namespace_key, receipts }) =>
        Option.toArray(Option.map(namespaceFields(namespace_key), ({ mission_slug }) => ({
          missionSlug: mission_slug, receipts, acknowledgedAt: instantOf(acknowledged_at)
        })))))
    )
  })
})

/** Reads of the queue's file that cost its length: nothing here is for every command. */
export const layer = Layer.effect(QueueAudit, make)
