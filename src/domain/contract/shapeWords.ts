import type { Shape, StringShape } from "./FieldShape.js"

const stringRules = (shape: StringShape): ReadonlyArray<string> => {
  const { equals, format, max_length, max_utf8_bytes, min_length, not_one_of, one_of, pattern, pattern_says } = shape
  const kinds = [
    ...(equals === undefined ? [] : [`always ${equals}`]),
    ...(one_of === undefined ? [] : [`one of ${one_of.join(", ")}`]),
    ...(not_one_of === undefined ? [] : [`none of ${not_one_of.join(", ")}`]),
    ...(pattern === undefined ? [] : [pattern_says ?? `matches ${pattern}`]),
    ...(format === undefined ? [] : [format === "uuid" ? "a UUID" : "an RFC 3339 date and time"])
  ]
  return [
    ...(kinds.length === 0 ? ["text"] : kinds),
    ...(min_length === undefined ? [] : [min_length === 1 ? "not empty" : `at least ${min_length} characters`]),
    ...(max_length === undefined ? [] : [`at most ${max_length} characters`]),
    ...(max_utf8_bytes === undefined ? [] : [`at most ${max_utf8_bytes} bytes as UTF-8`])
  ]
}

const bare = (shape: Shape): ReadonlyArray<string> => {
  switch (shape.type) {
    case "string":
      return stringRules(shape)
    case "integer":
      return [
        "whole number",
        ...(shape.minimum === undefined ? [] : [`at least ${shape.minimum}`]),
        ...(shape.maximum === undefined ? [] : [`at most ${shape.maximum}`])
      ]
    case "boolean":
      return ["true or false"]
    case "array":
      return [
        `list of: ${shapeWords(shape.items)}`,
        ...(shape.min_items === undefined ? [] : [`at least ${shape.min_items} of them`])
      ]
    case "map":
      return [`object of free keys, each ${shapeWords(shape.values)}`]
    case "any":
      return ["any JSON value"]
    case "object":
      return [`object${shape.additional === "allowed" ? ", other fields allowed" : ""}`]
  }
}

/** What a value of this shape is, for people: `text, a lower-case UUID, or null`. */
export const shapeWords = (shape: Shape): string =>
  [...bare(shape), ...(shape.nullable === true ? ["or null"] : [])].join(", ")
