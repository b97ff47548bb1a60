import * as Predicate from "effect/Predicate"

/** The files of a mission that carried other names before the identity cutover. */
export const filesWithLegacyNames = ["meta.json", "status.events.jsonl", "status.json", "lanes.json"] as const
export type FileWithLegacyNames = (typeof filesWithLegacyNames)[number]
/** The last snapshot of a mission, which lies outside its directory. */
export const snapshotFile = "snapshot-latest.json"

/** Refused wherever they stand; this is the one live module that knows them (064 FR-014). */
const legacyNames: ReadonlyArray<string> = ["feature_slug", "feature_number", "feature_type", "mission_key"]

/** Whether a key is a name from before the cutover. */
export const isLegacyName = (key: string): boolean => legacyNames.includes(key)

/** Whether a text can hold such a key: cheaper than to parse it, and false for nearly all. */
export const mayHoldLegacyName = (text: string): boolean => legacyNames.some((name) => text.includes(name))

/**
 * The first name from before the cutover at the top level of a parsed file or log line; null where there is none.
 * In `meta.json` also `mission` as a text without `mission_type`, which it once meant.
 */
export const legacyField = (file: FileWithLegacyNames | typeof snapshotFile, value: unknown): string | null => {
  if (!Predicate.isRecord(value)) return null
  const name = Object.keys(value).find(isLegacyName)
  if (name !== undefined) return name
  const oldType = file === "meta.json" && typeof value["mission"] === "string" && !Object.hasOwn(value, "mission_type")
  return oldType ? "mission" : null
}
