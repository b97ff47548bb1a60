import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { gunzipSync } from "node:zlib"
import { readEvent } from "../../../src/domain/receiver/ReceivedEvent.js"
import { EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import { envelopeOf } from "../../../src/domain/events/envelopeOf.js"
import { BuildId, NodeId, Ulid } from "../../../src/domain/identity/ids.js"
import { ProjectIdentity } from "../../../src/domain/identity/ProjectIdentity.js"
import { Instant } from "../../../src/domain/text.js"
import { layer as memoryQueue } from "../../../src/layers/memory/DeliveryQueue.js"
import { layer as sqliteQueue } from "../../../src/layers/sqlite/DeliveryQueue.js"
import { DeliveryQueue } from "../../../src/services/DeliveryQueue.js"
import { EventTransport } from "../../../src/services/EventTransport.js"
import { hostileServer } from "../../faults/hostileServer.js"
import { transports } from "../../fixtures/httpTransports.js"
import { contract } from "../../../src/laws/fixtures/contract.js"
import { project, ulidOf } from "../../../src/laws/fixtures/queueItems.js"
import { everything, temporaryFolder, worldAt } from "../../../src/laws/fixtures/queueWorld.js"

/** An event of the checkout `buildId`, through the builder and the gate. */
const eventOf = (buildId: BuildId, n: number) =>
  contract.event(envelopeOf(
    {
      event_type: "HistoryAdded",
      aggregate_type: "WorkPackage",
      aggregate_id: "012-tea-house/WP01",
      payload: {
        wp_id: "WP01", entry_type: "note", entry_content: `note ${n}`, author: "ada",
        mission_slug: "012-tea-house", mission_number: 12, mission_type: "software-dev"
      }
    },
    {
      identity: new ProjectIdentity({
        project_uuid: project, project_slug: "tea", repo_slug: null, build_id: buildId, node_id: NodeId.make("1f9c03ab77de")
      }),
      teamSlug: "local",
      branch: "main",
      commit: null,
      lamport: n,
      eventId: Ulid.make(ulidOf(n)),
      at: Instant.make("2026-11-20T20:14:05.120Z")
    }
  ))

const buildIds = FastCheck.array(FastCheck.uuid().map((uuid) => BuildId.make(uuid)), { minLength: 1, maxLength: 8 })
const decodeBatch = Schema.decodeUnknownSync(Schema.parseJson(Schema.Struct({ events: Schema.Array(EventEnvelope) })))

const eventsIn = (body: Buffer) => decodeBatch(gunzipSync(body).toString("utf8")).events

/** What a receiver reads of the batch, and what it keeps of it to reduce and replay. */
const received = (body: Buffer) => {
  const events = eventsIn(body)
  const kept = events.map((event) => Schema.decodeUnknownSync(Schema.parseJson(EventEnvelope))(readEvent(event).canonical))
  return { events: events.map(({ build_id }) => build_id), kept: kept.map(({ build_id }) => build_id) }
}

/** Queues the events in one life of the queue, claims and sends them in another one; returns what arrived. */
const travel = (ids: ReadonlyArray<BuildId>, queues: ReadonlyArray<Layer.Layer<DeliveryQueue, unknown>>) =>
  Effect.gen(function*() {
    const server = yield* hostileServer(({ body }) => ({
      body: JSON.stringify({ results: eventsIn(body).map(({ event_id }) => ({ event_id, status: "success" })) })
    }))
    const [first, last = first] = queues
    if (first === undefined || last === undefined) return yield* Effect.dieMessage("no queue")
    const enqueue = Effect.gen(function*() {
      const events = yield* Effect.forEach(ids, eventOf)
      yield* (yield* DeliveryQueue).enqueue(events.map((event) => ({ _tag: "Event", event })))
    })
    const send = Effect.gen(function*() {
      const claims = yield* (yield* DeliveryQueue).claimEvents(everything)
      yield* (yield* EventTransport).send(server.url, claims)
    }).pipe(Effect.provide(transports()))
    if (first === last) yield* Effect.zipRight(enqueue, send).pipe(Effect.provide(first))
    else yield* Effect.zipRight(Effect.provide(enqueue, first), Effect.provide(send, last))
    return received(server.requests[0]?.body ?? Buffer.from(""))
  })

describe("build_id", () => {
  it.scopedLive.prop(
    "I-11 a build's id is the same in the bytes that are sent and in what is kept of them, through a queue in memory",
    { ids: buildIds },
    ({ ids }) =>
      Effect.gen(function*() {
        const home = yield* temporaryFolder
        const queue = Layer.provide(memoryQueue, worldAt(home))
        expect(yield* travel(ids, [queue])).toEqual({ events: ids, kept: ids })
      }),
    { fastCheck: { numRuns: 15 } }
  )

  it.scopedLive.prop(
    "I-11 and through a queue on disk that is closed and opened in between",
    { ids: buildIds },
    ({ ids }) =>
      Effect.gen(function*() {
        const home = yield* temporaryFolder
        const life = () => Layer.provide(sqliteQueue(project), worldAt(home))
        expect(yield* travel(ids, [life(), life()])).toEqual({ events: ids, kept: ids })
      }),
    { fastCheck: { numRuns: 15 } }
  )
})
