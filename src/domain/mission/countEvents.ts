import type { JsonLine } from "./jsonLines.js"

/** How often each `type` stands in `mission-events.jsonl` (guard `event_count`). A line without one counts nowhere. */
export const countEvents = (lines: ReadonlyArray<JsonLine>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { value } of lines) {
    const type = value["type"]
    if (typeof type === "string") counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return counts
}
