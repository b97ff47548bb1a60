import * as Predicate from "effect/Predicate"
import { droppedAt, type DroppedKey } from "./DroppedKey.js"
import { keyNow } from "./eventNames.js"

type JsonObject = { readonly [key: string]: unknown }

/** Whether a value nests no deeper than `levels`. */
export const isWithin = (value: unknown, levels: number): boolean => {
  if (!Array.isArray(value) && !Predicate.isRecord(value)) return true
  return levels > 0 && Object.values(value).every((item) => isWithin(item, levels - 1))
}

/** `mission_slug` was once a second name of `mission_key`, beside `feature_slug` (047): such a one names no mission. */
const isSecondName = (object: JsonObject, key: string): boolean =>
  key === "mission_slug" && Object.hasOwn(object, "mission_key") && object[key] === object["mission_key"]

/** Of keys with one new name the lowest gives the value: the new name itself, then a legacy one; null says nothing. */
const rank = (object: JsonObject, key: string): number =>
  (object[key] === null || isSecondName(object, key) ? 2 : 0) + (keyNow(key) === key ? 0 : 1)

/** By new name, the key whose value gets it. */
const winners = (object: JsonObject): ReadonlyMap<string, string> => {
  const best = new Map<string, string>()
  for (const key of Object.keys(object)) {
    const name = keyNow(key)
    const rival = best.get(name)
    if (rival === undefined || rank(object, key) < rank(object, rival)) best.set(name, key)
  }
  return best
}

const hasOldName = (object: JsonObject): boolean => Object.keys(object).some((key) => keyNow(key) !== key)

const renameIn = (value: unknown, at: ReadonlyArray<string>, dropped: Array<DroppedKey>): unknown => {
  if (typeof value !== "object") return value
  if (Array.isArray(value)) return renameItems(value, at, dropped)
  return Predicate.isRecord(value) ? renameObject(value, at, dropped) : value
}

const renameItems = (items: ReadonlyArray<unknown>, at: ReadonlyArray<string>, dropped: Array<DroppedKey>) => {
  const renamed = items.map((item, index) => renameIn(item, [...at, String(index)], dropped))
  return renamed.every((item, index) => item === items[index]) ? items : renamed
}

/** What needs no other name is not copied: a queue is long, and few of its objects do. */
const renameObject = (object: JsonObject, at: ReadonlyArray<string>, dropped: Array<DroppedKey>): JsonObject => {
  const best = hasOldName(object) ? winners(object) : null
  const members: Array<readonly [string, unknown]> = []
  let same = best === null
  for (const [key, value] of Object.entries(object)) {
    const item = typeof value === "object" ? renameIn(value, [...at, key], dropped) : value
    same &&= item === value
    if (best === null || best.get(keyNow(key)) === key) members.push([keyNow(key), item])
    else dropped.push(droppedAt([...at, key], item))
  }
  return same ? object : Object.fromEntries(members)
}

/**
 * An object with every key at any depth by its name of contract 3.0.0, and the keys that lost to another of that name.
 * Recurses: call it with what `isWithin` a call stack.
 */
export const renameKeys = (object: JsonObject) => {
  const dropped: Array<DroppedKey> = []
  return { renamed: renameObject(object, [], dropped), dropped }
}

/** The keys that lead to a place of the renamed object, as the object had them before. */
export const keysBefore = (legacy: unknown, at: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [first, ...rest] = at
  if (first === undefined) return []
  if (!Predicate.isRecord(legacy)) return at
  const key = (hasOldName(legacy) ? winners(legacy).get(first) : first) ?? first
  return [key, ...keysBefore(legacy[key], rest)]
}
