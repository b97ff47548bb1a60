import * as Schema from "effect/Schema"
import { ArtifactClass, type ArtifactPath } from "./Artifact.js"
import type { Manifest, ManifestEntry } from "./Manifest.js"

export interface Classification {
  readonly artifactClass: ArtifactClass
  /** What decided, for people: `manifest software-dev@1, optional_always[0] "research.md"`. */
  readonly rule: string
  /** True where nothing decided: the class is then `runtime`, and the file is listed as an anomaly. */
  readonly unclassified: boolean
}

type Verdict = readonly [artifactClass: ArtifactClass, rule: string]

const isClass = Schema.is(ArtifactClass)

/** Exact names, and names of work packages. */
const byName = (name: string): Verdict | null => {
  if (name === "spec.md" || name === "specification.md") return ["input", `name ${name}`]
  if (name === "plan.md" || name === "tasks.md") return ["workflow", `name ${name}`]
  if (/^wp\d+.*\.md$/.test(name)) return ["workflow", "name WPnn*.md"]
  return name === "research.md" ? ["evidence", "name research.md"] : null
}

/** Tried in this order; a phrase counts as whole words: `catalog.md` is no log, `quadrant.md` no ADR. */
const phrases: ReadonlyArray<readonly [phrase: string, artifactClass: ArtifactClass]> = [
  ["test", "evidence"],
  ["gap-analysis", "evidence"],
  ["log", "evidence"],
  ["requirements", "policy"],
  ["constraints", "policy"],
  ["architecture-decision", "policy"],
  ["adr", "policy"],
  ["implementation", "output"],
  ["code", "output"],
  ["findings", "output"],
  ["report", "output"],
  ["generated", "runtime"],
  ["cache", "runtime"]
]

const byPhrase = (name: string): Verdict | null => {
  const words = `-${name.split(/[^\p{L}\p{M}\p{N}]+/u).join("-")}-`
  const found = phrases.find(([phrase]) => words.includes(`-${phrase}-`))
  return found === undefined ? null : [found[1], `name with the word ${found[0]}`]
}

const directories: ReadonlyMap<string, ArtifactClass> = new Map([
  ["research", "evidence"],
  ["contracts", "output"],
  ["checklists", "policy"],
  ["tasks", "workflow"],
  ["docs", "output"]
])

const byDirectory = (path: string): Verdict | null => {
  const directory = path.slice(0, Math.max(path.indexOf("/"), 0))
  const artifactClass = directories.get(directory)
  return artifactClass === undefined ? null : [artifactClass, `directory ${directory}/`]
}

/** Files in which tools keep a mission's state. */
const byState = (name: string): Verdict | null =>
  name === "meta.json" || name === "lanes.json" || name.startsWith("status.") || name.endsWith(".jsonl")
    ? ["runtime", "state file"]
    : null

/** An entry, for people: `optional_always[4] "research/**"`. */
export const entryText = ({ artifact, pointer }: ManifestEntry): string => `${pointer} "${artifact.path_pattern}"`

/** The rule by which an entry of a manifest gives its class. */
export const manifestRule = ({ manifest_version: version, mission_type: type }: Manifest, entry: ManifestEntry): string =>
  `manifest ${type}@${version}, ${entryText(entry)}`

const byManifest = (path: string, manifest: Manifest | null): Verdict | null => {
  const entry = manifest?.entryOf(path)
  if (manifest === null || entry === undefined) return null
  return [entry.artifact.artifact_class, manifestRule(manifest, entry)]
}

/**
 * The class of an artifact and the rule that gave it, the first that applies: frontmatter, manifest, name, word in the
 * name, directory, state file (042 KTD-3). A frontmatter class that is none of the six decides nothing.
 */
export const classify = (input: {
  readonly path: ArtifactPath
  readonly frontmatterClass: string | null
  readonly manifest: Manifest | null
}): Classification => {
  const { frontmatterClass, manifest, path } = input
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase()
  const frontmatter: Verdict | null = isClass(frontmatterClass)
    ? [frontmatterClass, "frontmatter artifact_class"]
    : null
  const verdict = frontmatter ?? byManifest(path, manifest) ?? byName(name) ?? byPhrase(name) ?? byDirectory(path) ??
    byState(name)
  return verdict === null
    ? { artifactClass: "runtime", rule: "no rule applies", unclassified: true }
    : { artifactClass: verdict[0], rule: verdict[1], unclassified: false }
}
