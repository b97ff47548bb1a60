import type { MissionForEvents } from "../../upgrade/MissionForEvents.js"

export type JsonObject = { readonly [key: string]: unknown }

/** An event of the original tool whose keys have their new names, with what is known of its mission. */
export interface LegacyEvent {
  /** Its envelope, the values as they were. */
  readonly envelope: JsonObject
  /** Its types by their names of contract 3.0.0; what is no text stays. */
  readonly type: unknown
  readonly aggregateType: unknown
  /** The envelope's payload; empty where that is no object. */
  readonly payload: JsonObject
  /** Slug that the payload or the aggregate id says; null where neither does. */
  readonly slug: string | null
  /** The files of that mission; undefined where the project has no such mission. */
  readonly mission: MissionForEvents | undefined
}

/** What of a payload did not go along: the keys that lead to it from the payload. */
export interface Loss {
  readonly at: ReadonlyArray<string>
  readonly value: unknown
}

/** A payload as contract 3.0.0 takes it, as far as the event says what that asks for. */
export interface Reshaped {
  readonly payload: JsonObject
  readonly losses: ReadonlyArray<Loss>
}

/** Why an event can't be made one of contract 3.0.0. */
export interface Untranslatable {
  readonly reasonCode: "not_an_object" | "nested_too_deeply" | "lane_change_vanishes" | "retired_aggregate"
  readonly reason: string
}

/** Whether a value is text that is not blank. */
export const isSaid = (value: unknown): value is string => typeof value === "string" && value.trim() !== ""

/** An object without the keys that have no value; null is one. */
export const withoutGaps = (object: JsonObject): JsonObject =>
  Object.values(object).includes(undefined)
    ? Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
    : object

/** A payload's fields by these names; every other one is lost. */
export const keepOnly = (payload: JsonObject, names: ReadonlySet<string>): Reshaped => {
  const entries = Object.entries(payload)
  return {
    payload: Object.fromEntries(entries.filter(([key]) => names.has(key))),
    losses: entries.filter(([key]) => !names.has(key)).map(([key, value]) => ({ at: [key], value }))
  }
}
