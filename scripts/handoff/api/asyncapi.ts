import type { EventKind } from "../../../src/domain/events/eventCatalogue.js"
import { maxBatchBytes, maxBatchEvents } from "../../../src/domain/receiver/limits.js"
import { routes } from "../../../src/domain/wire/routes.js"
import { type JsonObject, listAt, objectAt, objectOf } from "../Json.js"
import { allEventDefinitions, eventKinds } from "../schema/events.js"
import { moved } from "../schema/moved.js"

/** The first event of a type among the fixtures. */
const exampleOf = (type: string, fixtures: ReadonlyArray<JsonObject>): JsonObject => {
  const fixture = fixtures.find((each) => each["fixture"] === `event-${type}`)
  const [exchange] = listAt(fixture ?? {}, "exchanges")
  const [event] = listAt(objectAt(objectAt(objectOf(exchange), "request"), "body"), "events")
  return objectOf(event)
}

const message = (fixtures: ReadonlyArray<JsonObject>) => ([type, kind]: readonly [string, EventKind]) => [type, {
  name: type,
  title: type,
  summary: `Emitted: ${kind.emitted}`,
  description: `aggregate_type ${kind.aggregate_types.join(" or ")}, aggregate_id ${kind.aggregate_id}.`,
  contentType: "application/json",
  payload: { $ref: `#/components/schemas/${type}Event` },
  examples: [{ name: type, payload: exampleOf(type, fixtures) }]
}] as const

/** `asyncapi.json`: the stream of events, one message per type. How a message travels is in `openapi.json`. */
export const asyncApi = (retired: JsonObject, fixtures: ReadonlyArray<JsonObject>): JsonObject => {
  const names = eventKinds.map(([type]) => type)
  return {
    asyncapi: "3.0.0",
    info: {
      title: "spec-kitty events",
      version: "3.0.0",
      description: "Every event that a project sends. Generated; the rules that a schema can't say are in batch-ingest.md.",
      license: { name: "MIT" }
    },
    defaultContentType: "application/json",
    channels: {
      events: {
        address: routes.batch,
        title: "Events of a project",
        description:
          `Events travel in batches: POST with {"events": [...]}, gzip, at most ${maxBatchEvents} events and ` +
          `${maxBatchBytes} bytes decoded. Events of one node_id are ordered by lamport_clock. Delivery is at least once; ` +
          "event_id says which are the same.",
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]))
      }
    },
    operations: {
      receiveEvents: {
        action: "receive",
        channel: { $ref: "#/channels/events" },
        summary: "A receiver takes events.",
        messages: names.map((name) => ({ $ref: `#/channels/events/messages/${name}` }))
      }
    },
    components: {
      messages: Object.fromEntries(eventKinds.map(message(fixtures))),
      schemas: objectOf(moved({ ...allEventDefinitions, ...retired }))
    }
  }
}
