import * as Predicate from "effect/Predicate"
import type { TranslatedEvent } from "../../../src/domain/legacy/translateEvent.js"

type JsonObject = { readonly [key: string]: unknown }

const fold = (key: string): string => key.normalize("NFKC").toLowerCase()

/** Keys at any depth that the contract retired. */
export const retiredKeysIn = (value: unknown): ReadonlyArray<string> => {
  if (Array.isArray(value)) return value.flatMap(retiredKeysIn)
  if (!Predicate.isRecord(value)) return []
  return Object.entries(value).flatMap(([key, item]) => [
    ...(/^(feature_(slug|number|type)|mission_key)$/.test(fold(key)) ? [key] : []),
    ...retiredKeysIn(item)
  ])
}

const newName = (key: string): string =>
  fold(key).replace(/^feature_(slug|number|type)$/, "mission_$1").replace(/^mission_key$/, "mission_type")

/** What a value says, as text; null says nothing. A list that became one text is split again. */
const leavesOf = (value: unknown): ReadonlyArray<string> => {
  if (Array.isArray(value)) return value.flatMap(leavesOf)
  if (Predicate.isRecord(value)) return Object.values(value).flatMap(leavesOf)
  return value === null ? [] : (typeof value === "string" ? value : JSON.stringify(value)).split(",")
}

const pointer = (...keys: ReadonlyArray<string>): string =>
  keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

/**
 * Keys of a legacy envelope and of its payload that are neither in the translation, be it by their new name or, where the
 * payload got another shape, by every value they hold, nor among what was dropped.
 */
export const unaccounted = (legacy: JsonObject, { dropped, envelope }: TranslatedEvent): ReadonlyArray<string> => {
  const { payload: before } = legacy
  const { payload: after } = envelope
  const isDropped = (path: string) => dropped.some((it) => it.path === path)
  const lost = Object.keys(legacy).map((key) => [key, pointer(key)] as const)
    .filter(([key, path]) => !Object.hasOwn(envelope, key) && !isDropped(path)).map(([, path]) => path)
  if (!Predicate.isRecord(before) || !Predicate.isRecord(after)) return lost
  const said = new Set(leavesOf([after, dropped.map(({ value }) => value)]))
  const inPayload = Object.entries(before).filter(([key, value]) => {
    if (isDropped(pointer("payload", key))) return false
    const name = newName(key)
    const hasBetter = name !== key && (before[name] ?? null) !== null
    return !Object.hasOwn(after, hasBetter ? key : name) && !leavesOf(value).every((leaf) => said.has(leaf))
  })
  return [...lost, ...inPayload.map(([key]) => pointer("payload", key))]
}
