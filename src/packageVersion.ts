import { readFileSync } from "node:fs"

const versionIn = (text: string): string | undefined => {
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== "object" || parsed === null || !("name" in parsed) || !("version" in parsed)) return undefined
  return parsed.name === "spec-kitty-effect" && typeof parsed.version === "string" ? parsed.version : undefined
}

/**
 * The version in our package.json, found by walking up from `from` (a file URL): right for the sources, the library
 * build and the bundle. Synchronous and without the Effect library, because `--version` must answer before either loads.
 */
export const packageVersion = (from: string): string => {
  for (let folder = new URL(".", from);; folder = new URL("..", folder)) {
    // eslint-disable-next-line no-restricted-syntax -- runs before Effect is loaded; most folders have no such file
    try {
      const version = versionIn(readFileSync(new URL("package.json", folder), "utf8"))
      if (version !== undefined) return version
    } catch {
      // Not here.
    }
    if (folder.href === new URL("..", folder).href) return "unknown"
  }
}
