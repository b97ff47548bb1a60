import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { bodyEntry } from "../src/domain/sync/QueueEntry.js"
import { schemaOf, schemaVersion } from "../src/layers/sqlite/queue/schema.js"
import { DeliveryQueue } from "../src/services/DeliveryQueue.js"
import { QueueView } from "../src/services/QueueView.js"
import type { Bench } from "./harness/Bench.js"
import { interleaved, type Timed, timed } from "./harness/measure.js"
import { bodyOf, onQueue } from "./harness/queue.js"

const count = 10_000

const insertContent = "INSERT INTO content (hash, body, size_bytes) VALUES (?, ?, ?)"
const insertDelivery = `INSERT INTO delivery (kind, state, key, namespace_key, mission_slug, subject, event_id, lamport, content_hash,
  wire_bytes, queued_at, claims, attempts, next_attempt_at, not_before)
  VALUES ('body', 'pending', ?, ?, ?, ?, NULL, NULL, ?, ?, ?, 0, 0, ?, NULL)`
const countAll = "UPDATE tally SET captured = captured + ?, pending = pending + ?, content_bytes = content_bytes + ? WHERE kind = 'body'"

/** A file of the same settings, tables and indices as ours. */
const emptyDatabase = (file: string): Database.Database => {
  const database = new Database(file)
  for (const setting of ["auto_vacuum = INCREMENTAL", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"]) {
    database.pragma(setting)
  }
  for (const statement of schemaOf(schemaVersion)) database.exec(statement)
  database.exec("INSERT INTO tally (kind) VALUES ('event'), ('body')")
  return database
}

/** The rows that a queue stores for these bodies, by prepared statements in one transaction. */
const writeRaw = (database: Database.Database, entries: ReadonlyArray<ReturnType<typeof bodyEntry>>): void => {
  const [content, delivery] = [database.prepare(insertContent), database.prepare(insertDelivery)]
  database.exec("BEGIN IMMEDIATE")
  let bytes = 0
  for (const it of entries) {
    content.run(it.contentHash, it.text, it.contentBytes)
    delivery.run(it.key, it.namespaceKey, it.missionSlug, it.subject, it.contentHash, it.wireBytes, 1, 1)
    bytes += it.contentBytes
  }
  database.prepare(countAll).run(entries.length, entries.length, bytes)
  database.exec("COMMIT")
}

export const bench: Bench = {
  name: "enqueue",
  work: "enqueue 10,000 bodies of 8 KB, on disk when it returns",
  reference: "raw better-sqlite3 writing the same rows into the same tables, WAL and FULL, one transaction",
  reach: { min: 0.6 },
  rounds: 5,
  run: async ({ directory, rounds }) => {
    const items = Array.from({ length: count }, (_, n) => bodyOf(n))
    const entries = items.flatMap((item) => item._tag === "Body" ? [bodyEntry(item.body)] : [])
    const ours: Timed = async () => {
      const home = path.join(directory, "ours")
      const took = await onQueue(home, Effect.gen(function*() {
        const queue = yield* DeliveryQueue
        const ms = yield* Effect.promise(() => timed(() => Effect.runPromise(queue.enqueue(items))))
        const { bodies } = yield* (yield* QueueView).counts
        if (bodies.pending !== count) throw new Error(`${bodies.pending} bodies are queued`)
        return ms
      }))
      fs.rmSync(home, { recursive: true, force: true })
      return took
    }
    const raw: Timed = async () => {
      const home = path.join(directory, "raw")
      fs.mkdirSync(home)
      const database = emptyDatabase(path.join(home, "queue.db"))
      const took = await timed(() => Promise.resolve(writeRaw(database, entries)))
      database.close()
      fs.rmSync(home, { recursive: true, force: true })
      return took
    }
    return interleaved({ rounds }, ours, raw)
  }
}
