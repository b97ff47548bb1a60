import * as Predicate from "effect/Predicate"
import type { ContractContext } from "./ContractDocument.js"
import type { ArrayShape, IntegerShape, ObjectShape, Shape, StringShape } from "./FieldShape.js"
import { keepsRule } from "./fieldRules.js"
import type { RetiredNames } from "./forbiddenNames.js"
import { stringChecks } from "./stringChecks.js"

/**
 * How many `key: value` pairs a parsed JSON value holds, at any depth, if it keeps the contract for sure; `unsure` where
 * this quick look can't tell. It never says yes where the context's Schema says no, and it explains nothing: whoever hears
 * `unsure` asks the Schema, which finds the words. It is compiled from the same document and the same string checks, and
 * takes about 3 µs for an event where the Schemas take 70.
 *
 * @param depth objects and arrays around the value
 */
export type Vouch = (value: unknown, depth: number) => number

export const unsure = -1

interface Limits {
  readonly names: RetiredNames
  readonly maxDepth: number
}

interface Field {
  readonly name: string
  readonly vouch: Vouch
  readonly required: boolean
}

const never: Vouch = () => unsure
const there: Vouch = () => 0

const vouchString = (shape: StringShape): Vouch => {
  const checks = stringChecks(shape)
  return (value) => {
    if (typeof value !== "string") return unsure
    for (const check of checks) if (check(value) !== undefined) return unsure
    return 0
  }
}

const vouchInteger = ({ maximum = Infinity, minimum = -Infinity }: IntegerShape): Vouch => (value) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= minimum && value <= maximum ? 0 : unsure

const vouchItems = (vouchItem: Vouch, { min_items = 0 }: Pick<ArrayShape, "min_items">, { maxDepth }: Limits): Vouch =>
(value, depth) => {
  if (!Array.isArray(value) || value.length < min_items || depth >= maxDepth) return unsure
  let members = 0
  for (const item of value) {
    const inner = vouchItem(item, depth + 1)
    if (inner === unsure) return unsure
    members += inner
  }
  return members
}

/** An object of known fields and no others. Asked by name and then counted, which is faster than looking each key up. */
const vouchClosed = (fields: ReadonlyArray<Field>, { maxDepth }: Limits): Vouch => (value, depth) => {
  if (!Predicate.isRecord(value) || depth >= maxDepth) return unsure
  let members = 0
  let found = 0
  for (const { name, required, vouch } of fields) {
    const item = value[name]
    if (item === undefined) {
      if (required) return unsure
      continue
    }
    const inner = vouch(item, depth + 1)
    if (inner === unsure) return unsure
    members += inner
    found++
  }
  return Object.keys(value).length === found ? members + found : unsure
}

/** An object that may have members beyond the known fields: `other` judges those. */
const vouchOpen = (fields: ReadonlyArray<Field>, other: Vouch, { maxDepth, names }: Limits): Vouch => {
  const known = new Map(fields.map((field) => [field.name, field]))
  const required = fields.filter((field) => field.required)
  return (value, depth) => {
    if (!Predicate.isRecord(value) || depth >= maxDepth) return unsure
    if (!required.every(({ name }) => Object.hasOwn(value, name))) return unsure
    let members = 0
    for (const key of Object.keys(value)) {
      const field = known.get(key)
      const item = value[key]
      // The names of known fields were looked at when the contract was compiled.
      if (field === undefined && (names.retiresKey(key) || names.valuesOf(key)?.(item) === true)) return unsure
      const inner = (field?.vouch ?? other)(item, depth + 1)
      if (inner === unsure) return unsure
      members += inner + 1
    }
    return members
  }
}

/** A value that the contract leaves free: only depth and names count. */
const vouchFree = (limits: Limits): Vouch => {
  const free: Vouch = (value, depth) =>
    Array.isArray(value) ? items(value, depth) : Predicate.isRecord(value) ? members(value, depth) : 0
  const items = vouchItems(free, {}, limits)
  const members = vouchOpen([], free, limits)
  return free
}

/** A field whose own value may be a retired name: looked at when compiled where the contract lists its values. */
const vouchNamed = (name: string, shape: Shape, limits: Limits): Vouch => {
  const { names } = limits
  if (names.retiresKey(name)) return never
  const vouch = vouchShape(shape, limits)
  const isRetired = names.valuesOf(name)
  const listed = shape.type === "string" ? shape.one_of : undefined
  return isRetired === undefined || listed?.some(isRetired) === false
    ? vouch
    : (value, depth) => isRetired(value) ? unsure : vouch(value, depth)
}

const vouchObject = (shape: ObjectShape, limits: Limits, special: ReadonlyMap<string, Vouch> = new Map()): Vouch => {
  const field = (required: boolean) => ([name, inner]: readonly [string, Shape]): Field =>
    ({ name, required, vouch: special.get(name) ?? vouchNamed(name, inner, limits) })
  const fields = [
    ...Object.entries(shape.required).map(field(true)),
    ...Object.entries(shape.optional).map(field(false))
  ]
  if (shape.additional === "allowed") return vouchOpen(fields, vouchFree(limits), limits)
  // A name that every object inherits can't be asked for by name.
  return fields.some(({ name }) => name in Object.prototype) ? never : vouchClosed(fields, limits)
}

const vouchBare = (shape: Shape, limits: Limits): Vouch => {
  switch (shape.type) {
    case "string":
      return vouchString(shape)
    case "integer":
      return vouchInteger(shape)
    case "boolean":
      return (value) => typeof value === "boolean" ? 0 : unsure
    case "array":
      return vouchItems(vouchShape(shape.items, limits), shape, limits)
    case "map":
      return vouchOpen([], vouchShape(shape.values, limits), limits)
    case "any":
      return vouchFree(limits)
    case "object":
      return vouchObject(shape, limits)
  }
}

const vouchShape = (shape: Shape, limits: Limits): Vouch => {
  const vouch = vouchBare(shape, limits)
  return shape.nullable === true ? (value, depth) => value === null ? 0 : vouch(value, depth) : vouch
}

const declares = ({ optional, required }: ObjectShape, key: string): boolean =>
  Object.hasOwn(required, key) || Object.hasOwn(optional, key)

/** The quick look for one context. `special` fields are judged by the rule given instead of the document's. */
export const vouchContext = (
  context: ContractContext,
  limits: Limits,
  special: ReadonlyMap<string, Vouch> = new Map()
): Vouch => {
  const vouch = vouchObject(context.shape, limits, special)
  // An object that takes no field but its own takes none of these either.
  const isClosed = context.shape.additional === "refused" && context.forbidden.every((key) => !declares(context.shape, key))
  if (isClosed && context.rules.length === 0) return vouch
  return (value, depth) => {
    if (!Predicate.isRecord(value) || context.forbidden.some((key) => Object.hasOwn(value, key))) return unsure
    if (!context.rules.every((rule) => keepsRule(rule, value))) return unsure
    return vouch(value, depth)
  }
}

const payloads = "payload/"

/** The quick look for an event: its envelope, and its payload by the context that its type names. */
export const vouchEvent = (contexts: { readonly [name: string]: ContractContext }, limits: Limits): Vouch => {
  const { envelope } = contexts
  if (envelope === undefined) return never
  const isRetired = limits.names.valuesOf("event_type")
  const byType = new Map(
    Object.entries(contexts)
      .filter(([name]) => name.startsWith(payloads))
      .map(([name, context]) => [name.slice(payloads.length), vouchContext(context, limits)] as const)
      .filter(([type]) => isRetired?.(type) !== true)
  )
  // The payload has a rule of its own, and a type that has one is a type that may be sent.
  const vouchEnvelope = vouchContext(envelope, limits, new Map([["payload", there], ["event_type", there]]))
  return (event, depth) => {
    if (!Predicate.isRecord(event)) return unsure
    const { event_type: type, payload } = event
    const vouchPayload = typeof type === "string" ? byType.get(type) : undefined
    const inner = vouchPayload?.(payload, depth + 1) ?? unsure
    if (inner === unsure) return unsure
    const outer = vouchEnvelope(event, depth)
    return outer === unsure ? unsure : outer + inner
  }
}
