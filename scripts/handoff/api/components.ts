import { type JsonObject, named, objectAt, objectOf, without } from "../Json.js"
import { eventKinds } from "../schema/events.js"
import { moved } from "../schema/moved.js"
import { requestFiles, responseFiles } from "../schema/wire.js"

const parts = ([name, file]: readonly [string, JsonObject]): ReadonlyArray<readonly [string, JsonObject]> => [
  ...Object.entries(objectAt(file, "$defs")).map(([part, schema]) => [part, objectOf(moved(schema))] as const),
  [name, objectOf(moved(without(file, "$schema", "$id", "title", "$defs")))]
]

/** One event of any type, as generators of code like it best: by its discriminator. */
const anyEvent: JsonObject = {
  oneOf: eventKinds.map(([type]) => ({ $ref: `#/components/schemas/${type}Event` })),
  discriminator: {
    propertyName: "event_type",
    mapping: Object.fromEntries(eventKinds.map(([type]) => [type, `#/components/schemas/${type}Event`]))
  }
}

/** Every schema of the requests and responses by its name, each once. */
export const componentSchemas = (retired: JsonObject): JsonObject => ({
  ...named([...requestFiles(retired), ...responseFiles].flatMap(parts)),
  AnyEvent: anyEvent
})
