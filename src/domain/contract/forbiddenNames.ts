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

/**
 * Compiled once: finds forbidden names and too deep nesting anywhere in a parsed payload. Strings are looked at only
 * under the three keys whose values are names; no other text is read, so a large body costs nothing here.
 */
export const forbiddenNames = (names: ForbiddenNames, maxDepth: number) => {
  const keys = folded(names.keys)
  const values = new Map([
    ["event_type", { refused: folded(names.event_types), nameIn: fold }],
    ["aggregate_type", { refused: folded(names.aggregate_types), nameIn: fold }],
    ["aggregate_id", {
      refused: folded(names.aggregate_id_heads),
      nameIn: (id: string) => fold(id.slice(0, Math.max(0, id.indexOf("/"))))
    }]
  ])

  const member = (key: string, value: unknown, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Finding> => {
    const name = fold(key)
    if (keys.has(name)) return [{ path, message: retiredField }]
    const named = values.get(name)
    return named !== undefined && typeof value === "string" && named.refused.has(named.nameIn(value))
      ? [{ path, message: "is a name that the contract retired" }]
      : []
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
