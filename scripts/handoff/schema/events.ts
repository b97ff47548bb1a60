import * as Record from "effect/Record"
import { type EventKind, type EventType, eventCatalogue } from "../../../src/domain/events/eventCatalogue.js"
import { EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import { type JsonObject, named, objectAt, objectOf, without } from "../Json.js"
import { dialect, generate, schemaId } from "./generate.js"
import { guarded } from "./retiredNames.js"

/** Every type of event, in the order of the catalogue. */
export const eventKinds: ReadonlyArray<readonly [EventType, EventKind]> = Record.toEntries(eventCatalogue)

/** The envelope as it is, before an event says more. */
export const envelopeSchema: JsonObject = objectAt(generate(EventEnvelope).definitions, "EventEnvelope")

const oneOrSome = (values: ReadonlyArray<string>): JsonObject =>
  values.length === 1 ? { const: values[0] } : { enum: [...values] }

/** A whole event of one type: the envelope, closed, with its payload. */
const wholeEvent = (type: string, kind: EventKind, payloadName: string): JsonObject => {
  const properties = objectAt(envelopeSchema, "properties")
  const field = (name: string) => without(objectAt(properties, name), "examples", "enum")
  return {
    description: `${type}: emitted when ${kind.emitted.charAt(0).toLowerCase()}${kind.emitted.slice(1)}`,
    ...envelopeSchema,
    properties: {
      ...properties,
      event_type: { type: "string", const: type, description: "The type of this event." },
      aggregate_id: {
        ...objectAt(properties, "aggregate_id"),
        description: `What it happened to: ${kind.aggregate_id}.`,
        allOf: [{ $ref: "#/$defs/NoRetiredHead" }]
      },
      aggregate_type: { ...field("aggregate_type"), ...oneOrSome(kind.aggregate_types) },
      payload: { $ref: `#/$defs/${payloadName}` }
    }
  }
}

/** The definitions of one type of event: `<Type>Event` is the whole, `<Type>` its payload. */
export const eventDefinitions = (type: string, kind: EventKind): JsonObject => {
  const { definitions, name } = generate(kind.payload)
  return { [`${type}Event`]: wholeEvent(type, kind, name), ...Record.map(definitions, (each) => guarded(objectOf(each))) }
}

/** The definitions of all types together. */
export const allEventDefinitions: JsonObject = named(
  eventKinds.flatMap(([type, kind]) => Object.entries(eventDefinitions(type, kind)))
)

/** `schemas/events/<Type>.schema.json`. */
export const eventFile = (type: string, kind: EventKind, retired: JsonObject): JsonObject => {
  const definitions = eventDefinitions(type, kind)
  const whole = objectOf(definitions[`${type}Event`])
  return {
    $schema: dialect,
    $id: schemaId("event", type),
    title: type,
    ...whole,
    $defs: { ...without(definitions, `${type}Event`), ...retired }
  }
}
