import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { gunzipSync } from "node:zlib"
import { hostileServer, type Seen } from "../../faults/hostileServer.js"
import { transports } from "../../fixtures/httpTransports.js"
import { bodyTransportLaws } from "../../../src/laws/bodyTransport.js"
import { eventTransportLaws } from "../../../src/laws/eventTransport.js"
import { ReceiverAddress } from "../../../src/services/ReceiverAddress.js"

/** A well-behaved receiver in a few lines, written from the wire documents alone. */
const receiver = Layer.scoped(
  ReceiverAddress,
  Effect.suspend(() => {
    const known = new Set<string>()
    const isNew = (key: string) => !known.has(key) && known.add(key).has(key)
    const batch = ({ body }: Seen) => {
      const ids: ReadonlyArray<string> = JSON.parse(gunzipSync(body).toString("utf8")).events.map(
        (event: { readonly event_id: string }) => event.event_id
      )
      return { results: ids.map((event_id) => ({ event_id, status: isNew(event_id) ? "success" : "duplicate" })).reverse() }
    }
    const push = ({ body }: Seen) => {
      const { artifact_path, content_hash } = JSON.parse(body.toString("utf8"))
      return { status: isNew(`${artifact_path} ${content_hash}`) ? "stored" : "already_exists", artifact_path, content_hash }
    }
    return hostileServer((seen) => ({
      body: JSON.stringify(seen.url === "/api/v1/events/batch/" ? batch(seen) : push(seen))
    }))
  })
)

const subject = Layer.merge(transports(), receiver)
eventTransportLaws("http", subject)
bodyTransportLaws("http", subject)
