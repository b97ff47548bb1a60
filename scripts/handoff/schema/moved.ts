/** Refers to `#/components/schemas` instead of to definitions of its own. */
export const moved = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(moved)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    key === "$ref" && typeof item === "string" ? item.replace("#/$defs/", "#/components/schemas/") : moved(item)
  ]))
}
