import * as Predicate from "effect/Predicate"
import type { ForbiddenNames } from "./ContractDocument.js"

/** Something a payload may not hold, with the keys that lead to it. */
export interface Finding {
  readonly path: ReadonlyArray<PropertyKey>
  readonly message: string
}

/** What is said of a forbidden field name. */
export const retiredField = "is a field name that the contract retired"

/** Letter case and compatibility forms (full-width letters and the like) don't make a retired name a new one. */
const fold = (name: string): string => name.normalize("NFKC").toLowerCase()

const folded = (names: { readonly [name: string]: unknown }): ReadonlySet<string> =>
  new Set(Object.keys(names).map(fold))

/** Names that the contract retired, folded once. */
export interface RetiredNames {
  /** Whether no object may have such a key. */
  readonly retiresKey: (key: string) => boolean
  /** For the three keys whose value is a name: whether a value is one that was retired. */
  readonly valuesOf: (key: string) => ((value: unknown) => boolean) | undefined
}

export const retiredNames = (names: ForbiddenNames): RetiredNames => {
  const keys = folded(names.keys)
  const among = (names: { readonly [name: string]: unknown }, nameIn: (text: string) => string) => {
    const refused = folded(names)
    return (value: unknown): boolean => typeof value === "string" && refused.has(nameIn(value))
  }
  const head = (id: string): string => fold(id.slice(0, Math.max(0, id.indexOf("/"))))
  const values = new Map([
    ["event_type", among(names.event_types, fold)],
    ["aggregate_type", among(names.aggregate_types, fold)],
    ["aggregate_id", among(names.aggregate_id_heads, head)]
  ])
  return { retiresKey: (key) => keys.has(fold(key)), valuesOf: (key) => values.get(fold(key)) }
}

/**
 * Finds retired names and too deep nesting anywhere in a parsed payload. Strings are looked at only under the three keys
 * whose values are names; no other text is read, so a large body costs nothing here.
 */
export const forbiddenNames = (names: RetiredNames, maxDepth: number) => {
  const member = (key: string, value: unknown, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Finding> => {
    if (names.retiresKey(key)) return [{ path, message: retiredField }]
    return names.valuesOf(key)?.(value) === true ? [{ path, message: "is a name that the contract retired" }] : []
  }

  const find = (value: unknown, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Finding> => {
    if (!Array.isArray(value) && !Predicate.isRecord(value)) return []
    if (path.length >= maxDepth) return [{ path, message: `must not be nested deeper than ${maxDepth} levels` }]
    if (Array.isArray(value)) return value.flatMap((item, index) => find(item, [...path, index]))
    return Object.entries(value).flatMap(([key, item]) => {
      const here = [...path, key]
      return [...member(key, item, here), ...find(item, here)]
    })
  }
  return (payload: unknown): ReadonlyArray<Finding> => find(payload, [])
}
