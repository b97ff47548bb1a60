/** Names from before the identity cutover: none is a key, a column, a parameter or a type in what we emit or store. */
const keys: ReadonlyArray<string> = ["feature_slug", "feature_number", "feature_type", "mission_key"]
const types: Readonly<Record<string, ReadonlyArray<string>>> = {
  event_type: ["FeatureCreated", "FeatureClosed", "FeatureCompleted"],
  aggregate_type: ["Feature", "feature_catalog"]
}
const all = [...keys, ...Object.values(types).flat()]

/** Whether a text can hold one: what costs next to nothing, and is false for nearly all. */
export const mayHold = (text: string): boolean => all.some((name) => text.includes(name))

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

/** Pointers of the places in parsed JSON where such a name is a key or a type. Texts are values: what they say is theirs. */
const inValue = (value: unknown, at = ""): ReadonlyArray<string> =>
  isRecord(value)
    ? Object.entries(value).flatMap(([key, inner]) => [
      ...(keys.includes(key) || types[key]?.includes(String(inner)) === true ? [`${at}/${key}`] : []),
      ...(key === "aggregate_id" && /^feature(_catalog)?\//.test(String(inner)) ? [`${at}/${key}`] : []),
      ...inValue(inner, `${at}/${key}`)
    ])
    : []

const parsed = (text: string): unknown => {
  // Text that is no JSON is told by a throw.
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const yamlKey = new RegExp(`^[\\s-]*["']?(${keys.join("|")})["']?\\s*:`, "gm")
const parameter = new RegExp(`[?&](${keys.join("|")})=`, "g")

/** Where such a name stands in JSON, JSON lines or YAML. */
export const inText = (text: string): ReadonlyArray<string> => {
  if (!mayHold(text)) return []
  const whole = parsed(text)
  if (whole !== undefined) return inValue(whole)
  const lines = text.split("\n").map(parsed).filter((value) => value !== undefined)
  return [...lines.flatMap((value) => inValue(value)), ...[...text.matchAll(yamlKey)].map(([, key]) => `${key}:`)]
}

/** Where such a name is a parameter of a query. */
export const inQuery = (address: string): ReadonlyArray<string> => [...address.matchAll(parameter)].map(([found]) => found)

/** Whether a column, table or index may be called so. */
export const inSchema = (sql: string): ReadonlyArray<string> => keys.filter((key) => new RegExp(`\\b${key}\\b`).test(sql))
