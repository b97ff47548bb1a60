/** A text, null, or a mapping of these, which is written in flow style: `{"team": "BIL"}`. */
export type YamlValue = string | null | Readonly<Record<string, string | null>>

/** One value to set: section, key, value. */
export interface YamlEdit {
  readonly path: readonly [section: string, key: string]
  readonly value: YamlValue
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const wordsOfYaml = new Set(["null", "true", "false", "y", "n", "yes", "no", "on", "off"])

/** Plain where every YAML reader, of 1.1 too, sees a string; else in JSON quotes, which are YAML's as well. */
const textInYaml = (value: string): string =>
  uuid.test(value) || (/^[a-z][a-z0-9-]*$/.test(value) && !wordsOfYaml.has(value)) ? value : JSON.stringify(value)

/** The value as it stands behind a key, on one line. */
export const inYaml = (value: YamlValue): string => {
  if (value === null) return "null"
  return typeof value === "string"
    ? textInYaml(value)
    : `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${inYaml(inner)}`).join(", ")}}`
}
