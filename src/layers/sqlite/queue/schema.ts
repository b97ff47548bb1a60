/** "SKQ1": says that a SQLite file is one of our queues. */
export const applicationId = 0x534b5131

/** SQLite before this can lose committed rows when two connections write and checkpoint at once. */
export const oldestSafeSqlite = "3.51.3"

/**
 * Tables and indices of the first version. Times are milliseconds since 1970 from the program's clock: SQL never asks what
 * time it is.
 * Rows of `delivery` are small, the texts are kept apart, so that changing a state does not rewrite a body.
 */
export const tables = [
  `CREATE TABLE content (
    hash TEXT PRIMARY KEY NOT NULL,
    body TEXT NOT NULL,
    size_bytes INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('event', 'body')),
    state TEXT NOT NULL CHECK (state IN ('pending', 'leased', 'quarantined')),
    key TEXT,
    namespace_key TEXT,
    mission_slug TEXT,
    subject TEXT NOT NULL,
    event_id TEXT,
    lamport INTEGER,
    content_hash TEXT REFERENCES content (hash),
    wire_bytes INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    owner TEXT,
    lease_expires_at INTEGER,
    claims INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    not_before INTEGER,
    due_at INTEGER NOT NULL GENERATED ALWAYS AS (max(next_attempt_at, coalesce(not_before, 0))) VIRTUAL,
    reason_code TEXT,
    reason TEXT,
    CHECK ((state = 'leased') = (owner IS NOT NULL AND lease_expires_at IS NOT NULL))
  ) STRICT`,
  `CREATE TABLE event_text (
    delivery_id INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
    json TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE receipt (
    namespace_key TEXT NOT NULL,
    path TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    status TEXT NOT NULL,
    acknowledged_at INTEGER NOT NULL,
    PRIMARY KEY (namespace_key, path)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE tally (
    kind TEXT PRIMARY KEY NOT NULL CHECK (kind IN ('event', 'body')),
    captured INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0,
    superseded INTEGER NOT NULL DEFAULT 0,
    dropped INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0,
    leased INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    content_bytes INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE TABLE lamport (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
  ) STRICT`
] as const

export const indices = [
  "CREATE INDEX delivery_key ON delivery (key, kind) WHERE key IS NOT NULL",
  "CREATE UNIQUE INDEX delivery_event_id ON delivery (event_id) WHERE event_id IS NOT NULL",
  "CREATE INDEX delivery_content ON delivery (content_hash) WHERE content_hash IS NOT NULL",
  "CREATE INDEX delivery_namespace ON delivery (namespace_key, kind) WHERE namespace_key IS NOT NULL",
  // The two claims read these in order, skipping what is not due without looking at its row.
  "CREATE INDEX delivery_events ON delivery (lamport, id, due_at, wire_bytes) WHERE kind = 'event' AND state = 'pending'",
  "CREATE INDEX delivery_bodies ON delivery (id, due_at) WHERE kind = 'body' AND state = 'pending'",
  "CREATE INDEX delivery_due ON delivery (due_at, next_attempt_at, not_before) WHERE state = 'pending'",
  "CREATE INDEX delivery_lease ON delivery (lease_expires_at, owner) WHERE state = 'leased'",
  "CREATE INDEX delivery_quarantine ON delivery (id) WHERE state = 'quarantined'"
] as const

/**
 * The second version: what a person dropped, in the order in which it was. A record outlives its row, so `id` is no
 * reference; ids are never given twice.
 */
export const droppedRecords = [
  `CREATE TABLE dropped (
    seq INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('event', 'body')),
    mission_slug TEXT,
    subject TEXT NOT NULL,
    event_id TEXT,
    content_hash TEXT,
    reason TEXT NOT NULL,
    dropped_at INTEGER NOT NULL
  ) STRICT`
] as const

/** The third version: whether a body waits for its Indexed event, kept with it so that a claim need not ask. */
export const heldColumn = "held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1))"
export const claimableBodies =
  "CREATE INDEX delivery_bodies ON delivery (id, due_at, wire_bytes) WHERE kind = 'body' AND state = 'pending' AND held = 0"

/**
 * The fourth version: what `upgrade` brought over from the original tool's queues. A record outlives its row, so
 * `delivery_id` is no reference. `path` is relative to `$SPEC_KITTY_HOME`; `stamp` says of which state of that file every
 * row is recorded, and is empty where that is not known. `dropped` is a JSON list of what did not go along, keys as values.
 */
export const migratedRecords = [
  `CREATE TABLE migrated_file (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE migrated (
    file INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('event', 'body')),
    row_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('copied', 'quarantined', 'already')),
    delivery_id INTEGER,
    dropped TEXT,
    migrated_at INTEGER NOT NULL,
    PRIMARY KEY (file, kind, row_id, digest)
  ) STRICT, WITHOUT ROWID`,
  // A row that can't be sent, as it was found: the bytes of its main cell, and its other cells as [name, type, text].
  `CREATE TABLE migrated_raw (
    delivery_id INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (type IN ('null', 'integer', 'real', 'text', 'blob')),
    raw BLOB NOT NULL,
    cells TEXT NOT NULL
  ) STRICT`
] as const

/** What `ALTER TABLE … ADD COLUMN` makes of the stored statement, and the index that took the other's place. */
const withHeld = (statement: string): string => {
  if (statement.startsWith("CREATE INDEX delivery_bodies ")) return claimableBodies
  return statement.startsWith("CREATE TABLE delivery ") ? statement.replace("reason TEXT,", `reason TEXT, ${heldColumn},`) : statement
}

const first = [...tables, ...indices]
const second = [...first, ...droppedRecords]
const third = second.map(withHeld)
const versions: ReadonlyArray<ReadonlyArray<string>> = [first, second, third, [...third, ...migratedRecords]]

/** `user_version` of the newest schema. A file with a higher one was written by a newer release, and is refused. */
export const schemaVersion = versions.length

/** Every statement of one version's schema; none for 0, a file before its first table. */
export const schemaOf = (version: number): ReadonlyArray<string> => versions[version - 1] ?? []
