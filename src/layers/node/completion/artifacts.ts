import * as fs from "node:fs"
import * as path from "node:path"
import { keyOfPath } from "../../../domain/dossier/keyOfPath.js"
import { compilePathPattern } from "../../../domain/dossier/pathPattern.js"
import { openAndRead } from "../missions/openAndRead.js"
import type { NamedMission } from "./missions.js"
import { entriesOf, isOfferable } from "./names.js"

/** An artifact by its two names. */
export interface NamedArtifact {
  readonly path: string
  /** Null where nobody knows it yet: the mission was not scanned, and its type's manifest is the project's own. */
  readonly key: string | null
}

/** What a shipped manifest expects, in the order in which patterns are tried. */
export interface ExpectedArtifactName {
  readonly artifact_key: string
  readonly path_pattern: string
}
/** By mission type: what the build writes beside the bundle, so that no YAML is read. */
export type ExpectedNames = Readonly<Record<string, ReadonlyArray<ExpectedArtifactName>>>

const maxMetaBytes = 4 * 1024 * 1024
const maxSnapshotBytes = 16 * 1024 * 1024

/** Few paths need a digest, and to import the module takes longer than all the rest. */
const sha256 = (text: string): string =>
  process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex")

/** A JSON object; an empty one where there is none, or another value. */
const readObject = (file: string, maxBytes: number): object => {
  const content = openAndRead(file, maxBytes)
  try {
    const value: unknown = content._tag === "Text" ? JSON.parse(content.text.replace(/^\uFEFF/, "")) : null
    return typeof value === "object" && value !== null ? value : {}
  } catch {
    return {}
  }
}

const field = (value: object, name: string): unknown => new Map<string, unknown>(Object.entries(value)).get(name)

/** Paths of the mission's files, by name alone: nothing is opened. At most `limit` entries are looked at. */
const filePaths = (mission: NamedMission, limit: number): ReadonlyArray<string> => {
  const files: Array<string> = []
  const folders = [""]
  let looked = 0
  for (let folder = folders.pop(); folder !== undefined && looked < limit; folder = folders.pop()) {
    for (const entry of entriesOf(path.join(mission.path, folder))) {
      looked += 1
      const below = folder === "" ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) folders.push(below)
      else if (entry.isFile()) files.push(below)
    }
  }
  return files.slice(0, limit).sort()
}

/** What the last scan called each artifact, absent ones included; empty where the mission has no snapshot of its own. */
const snapshotOf = (root: string, { slug }: NamedMission): ReadonlyArray<NamedArtifact & { readonly isPresent: boolean }> => {
  const file = path.join(root, ".kittify", "dossiers", slug, "snapshot-latest.json")
  const snapshot = readObject(file, maxSnapshotBytes)
  const summaries = field(snapshot, "artifact_summaries")
  if (field(snapshot, "mission_slug") !== slug || !Array.isArray(summaries)) return []
  return summaries.flatMap((summary: unknown) => {
    if (typeof summary !== "object" || summary === null) return []
    const [key, target] = [field(summary, "artifact_key"), field(summary, "relative_path")]
    return typeof key === "string" && typeof target === "string" && isOfferable(key) && isOfferable(target)
      ? [{ key, path: target, isPresent: field(summary, "is_present") === true }]
      : []
  })
}

/** How files of the mission's type are called where no scan has; null where the project has its own manifest. */
const namer = (root: string, mission: NamedMission, shipped: ExpectedNames): ((path: string) => string | null) => {
  const type = field(readObject(path.join(mission.path, "meta.json"), maxMetaBytes), "mission_type")
  if (typeof type !== "string") return (target) => keyOfPath(target, undefined, sha256)
  const own = entriesOf(path.join(root, ".kittify", "missions")).find(({ name }) => name === type)
  if (own !== undefined && fs.existsSync(path.join(own.parentPath, type, "expected-artifacts.yaml"))) return () => null
  const expected = new Map(Object.entries(shipped)).get(type) ?? []
  const patterns = expected.map(({ artifact_key, path_pattern }) => ({ artifact_key, ...compilePathPattern(path_pattern) }))
  return (target) => keyOfPath(target, patterns.find(({ matches }) => matches(target)), sha256)
}

/**
 * The artifacts of a mission by name, without a scan: the files that are there, with the keys of the last snapshot, else
 * those that a scan would give them; and what the snapshot says should be there. Reads names, meta.json and the snapshot.
 */
export const artifactsOf = (
  root: string,
  mission: NamedMission,
  shipped: ExpectedNames,
  limit: number
): ReadonlyArray<NamedArtifact> => {
  const files = new Set(filePaths(mission, limit))
  const scanned = snapshotOf(root, mission)
  const keys = new Map(scanned.map(({ key, path: target }) => [target, key]))
  const isNew = [...files].some((file) => !keys.has(file))
  const named = isNew ? namer(root, mission, shipped) : () => null
  const absent = scanned.filter(({ isPresent, path: target }) => !isPresent && !files.has(target))
  return [...[...files].map((file) => ({ path: file, key: keys.get(file) ?? named(file) })), ...absent]
}
