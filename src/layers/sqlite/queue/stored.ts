import * as Schema from "effect/Schema"
import { StoredRaw } from "./quarantined.js"

/** The columns of `StoredItem`, from `storedFrom`. */
export const storedColumns = `d.namespace_key AS namespaceKey, d.subject, d.event_id AS eventId,
  d.content_hash AS contentHash, coalesce(e.json, c.body) AS text,
  iif(r.delivery_id IS NULL, NULL, d.reason_code) AS refusedCode, d.reason AS refusedReason`

/** A row with its text, be it an event's or a body's; of one that was brought over as it was, the reason alone. */
export const storedFrom = `FROM delivery d LEFT JOIN event_text e ON e.delivery_id = d.id
  LEFT JOIN content c ON c.hash = d.content_hash LEFT JOIN migrated_raw r ON r.delivery_id = d.id`

export const rawById = "SELECT type, raw AS bytes, cells FROM migrated_raw WHERE delivery_id = ?"

export const decodeRaw = Schema.decodeUnknown(Schema.Array(StoredRaw))

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true })

/** What a person is shown of it: text that is no UTF-8 with a mark where it is not, and a blob likewise. */
export const rawText = ({ bytes }: StoredRaw): string => utf8.decode(bytes)
