/** A key that did not go along, or whose value was replaced by one that says less. */
export interface DroppedKey {
  /** JSON pointer to it in the legacy event. */
  readonly path: string
  /** Its last segment, as the legacy event has it. */
  readonly key: string
  /** Its value; keys inside it have their names of contract 3.0.0. */
  readonly value: unknown
}

const escaped = (segment: string): string => segment.replaceAll("~", "~0").replaceAll("/", "~1")

/** The record of a key by the keys that lead to it. */
export const droppedAt = (keys: ReadonlyArray<string>, value: unknown): DroppedKey => ({
  path: keys.map((key) => `/${escaped(key)}`).join(""),
  key: keys[keys.length - 1] ?? "",
  value
})
