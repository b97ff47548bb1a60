/** One scalar to set: section, key, value. */
export interface YamlEdit {
  readonly path: readonly [section: string, key: string]
  readonly value: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const wordsOfYaml = new Set(["null", "true", "false", "y", "n", "yes", "no", "on", "off"])

/** Plain where every YAML reader, of 1.1 too, sees a string; else in JSON quotes, which are YAML's as well. */
export const inYaml = (value: string): string =>
  uuid.test(value) || (/^[a-z][a-z0-9-]*$/.test(value) && !wordsOfYaml.has(value)) ? value : JSON.stringify(value)
