import * as Record from "effect/Record"
import type { ObjectShape, Shape } from "../../src/domain/contract/FieldShape.js"
import type { JsonSchema } from "./UpstreamFiles.js"

type Definitions = { readonly [name: string]: JsonSchema }

const upstream = { source: "upstream" } as const

/** Only the keys that have a value: the document spells out no `undefined`. */
const given = <A extends object>(values: A): { [K in keyof A]: Exclude<A[K], undefined> } =>
  JSON.parse(JSON.stringify(values))

const refuse = (why: string): never => {
  // A script run by hand: it must stop where upstream says something that our shapes can't express.
  throw new Error(`the upstream schema uses ${why}, which contract-update can't carry over`)
}

const resolve = (node: JsonSchema, definitions: Definitions): JsonSchema => {
  if (node.$ref === undefined) return node
  const { $ref, ...rest } = node
  const target = definitions[$ref.replace("#/$defs/", "")] ?? refuse(`an unknown reference ${$ref}`)
  return { ...target, ...rest }
}

/** An upstream object with its required and optional fields. */
export const objectOf = (node: JsonSchema, definitions: Definitions): ObjectShape => {
  const fields = Record.map(node.properties ?? {}, (field) => shapeOf(field, definitions))
  const required = (name: string) => node.required?.includes(name) === true
  return {
    type: "object",
    ...upstream,
    required: Record.filter(fields, (_, name) => required(name)),
    optional: Record.filter(fields, (_, name) => !required(name)),
    additional: node.additionalProperties === false ? "refused" : "allowed"
  }
}

/** `anyOf` of something and null, the only union upstream uses; keywords beside it apply to that something. */
const nullable = (node: JsonSchema, definitions: Definitions): Shape => {
  const { anyOf = [], ...beside } = node
  const [inner, ...others] = anyOf.filter((member) => member.type !== "null")
  if (inner === undefined || others.length > 0) return refuse("a union of more than one type and null")
  return { ...shapeOf({ ...inner, ...beside }, definitions), nullable: true }
}

/** One upstream JSON Schema node in the shape of our document. */
export const shapeOf = (node: JsonSchema, definitions: Definitions): Shape => {
  if (node.anyOf !== undefined) return nullable(node, definitions)
  const said = resolve(node, definitions)
  switch (said.type) {
    case "string":
      return given({
        type: "string",
        ...upstream,
        one_of: said.enum,
        min_length: said.minLength,
        max_length: said.maxLength,
        pattern: said.pattern,
        format: said.format
      })
    case "integer":
      return given({ type: "integer", ...upstream, minimum: said.minimum, maximum: said.maximum })
    case "boolean":
      return { type: "boolean", ...upstream }
    case "array":
      return given({
        type: "array",
        ...upstream,
        items: shapeOf(said.items ?? refuse("a list without items"), definitions),
        min_items: said.minItems
      })
    case "object":
      return typeof said.additionalProperties === "object"
        ? { type: "map", ...upstream, values: shapeOf(said.additionalProperties, definitions) }
        : objectOf(said, definitions)
    default:
      return refuse(`the type ${String(said.type)}`)
  }
}
