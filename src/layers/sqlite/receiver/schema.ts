/** `spkr` as a number: how a file tells that it is a receiver's database. */
export const applicationId = 0x73706b72

/** Version of the tables below, kept in `user_version`. */
export const schemaVersion = 1

/**
 * One row per accepted event and one per stored body, both in the order of acceptance (`seq`). Contents are stored once
 * per hash. `namespace_key` is `Namespace.key`; an event with a `hash` is an index entry from `visible_at_ms` on.
 */
export const tables: ReadonlyArray<string> = [
  `CREATE TABLE IF NOT EXISTS events (
     seq INTEGER PRIMARY KEY,
     event_id TEXT NOT NULL UNIQUE,
     event_type TEXT NOT NULL,
     aggregate_id TEXT NOT NULL,
     lamport_clock INTEGER NOT NULL,
     timestamp TEXT NOT NULL,
     namespace_key TEXT,
     path TEXT,
     hash TEXT,
     visible_at_ms INTEGER NOT NULL,
     canonical TEXT NOT NULL,
     posted INTEGER NOT NULL,
     accepted_at_ms INTEGER NOT NULL
   ) STRICT`,
  "CREATE INDEX IF NOT EXISTS events_by_path ON events (namespace_key, path, lamport_clock)",
  `CREATE TABLE IF NOT EXISTS contents (
     hash TEXT PRIMARY KEY,
     content TEXT NOT NULL
   ) STRICT`,
  `CREATE TABLE IF NOT EXISTS bodies (
     seq INTEGER PRIMARY KEY,
     namespace_key TEXT NOT NULL,
     path TEXT NOT NULL,
     hash TEXT NOT NULL REFERENCES contents (hash),
     size_bytes INTEGER NOT NULL,
     posted INTEGER NOT NULL,
     accepted_at_ms INTEGER NOT NULL,
     UNIQUE (namespace_key, path, hash)
   ) STRICT`
]
