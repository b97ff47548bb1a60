import type { ArtifactRef } from "./Artifact.js"
import type { IndexedArtifact, MissionDossier, SkippedEntry } from "./MissionDossier.js"

/** Where a command was run and where a mission lies; absolute paths with `/` between segments. */
export interface Whereabouts {
  readonly workingDirectory: string
  readonly root: string
}

/** What a typed path or key stands for in one mission. */
export type Subject =
  | { readonly _tag: "Artifact"; readonly artifact: IndexedArtifact }
  /** A later step asks for it and nobody has made it yet. */
  | { readonly _tag: "Upcoming"; readonly artifact: ArtifactRef }
  /** It, or a folder that it is in, is not indexed. */
  | { readonly _tag: "LeftOut"; readonly entry: SkippedEntry; readonly path: string }

/** An absolute path without `.`, `..` and doubled slashes; `path` itself where it is absolute. */
export const absolutePath = (base: string, path: string): string => {
  const segments: Array<string> = []
  for (const segment of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (segment === "..") segments.pop()
    else if (segment !== "" && segment !== ".") segments.push(segment)
  }
  return `/${segments.join("/")}`
}

/** The part of `path` below `folder`; null where it is not below it. */
const below = (folder: string, path: string): string | null =>
  path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null

/** Both names of a mission's folder: its own, symlinks resolved, and the one below `kitty-specs/`. */
interface Folder {
  readonly slug: string
  readonly path: string
}
const foldersOf = ({ path, slug }: Folder, root: string): ReadonlyArray<string> => [path, `${root}/kitty-specs/${slug}`]

/** What was typed as absolute paths: seen from the working directory first, then from the project's root. */
const absolutes = (typed: string, { root, workingDirectory }: Whereabouts): ReadonlyArray<string> =>
  [...new Set([absolutePath(workingDirectory, typed), absolutePath(root, typed)])]

/** The mission in whose folder the typed path lies; undefined for a key, or a path outside every mission. */
export const missionOfPath = <Mission extends Folder>(
  missions: ReadonlyArray<Mission>,
  typed: string,
  whereabouts: Whereabouts
): Mission | undefined => {
  for (const path of absolutes(typed, whereabouts)) {
    const found = missions.find((mission) => foldersOf(mission, whereabouts.root).some((it) => below(it, path) !== null))
    if (found !== undefined) return found
  }
  return undefined
}

/** Paths inside the mission that the typed one may be: from the working directory, the project, the mission itself. */
const pathsWithin = (mission: Folder, typed: string, whereabouts: Whereabouts): ReadonlyArray<string> => {
  const outer = absolutes(typed, whereabouts).flatMap((path) =>
    foldersOf(mission, whereabouts.root).flatMap((folder) => below(folder, path) ?? [])
  )
  return [...new Set([...outer, ...(typed.startsWith("/") ? [] : [absolutePath("/", typed).slice(1)])])]
}

const named = (dossier: MissionDossier, matches: (artifact: ArtifactRef | IndexedArtifact) => boolean): Subject | null => {
  const artifact = dossier.artifacts.find(matches)
  if (artifact !== undefined) return { _tag: "Artifact", artifact }
  const upcoming = dossier.upcoming.find(matches)
  return upcoming === undefined ? null : { _tag: "Upcoming", artifact: upcoming }
}

const leftOut = ({ skipped }: MissionDossier, path: string): Subject | null => {
  const entry = skipped.find((it) => it.path === path) ?? skipped.find((it) => path.startsWith(`${it.path}/`))
  return entry === undefined ? null : { _tag: "LeftOut", entry, path }
}

/** What the typed path or key is in this mission, a path first; null where it is nothing. */
export const findSubject = (
  dossier: MissionDossier,
  folder: Folder,
  typed: string,
  whereabouts: Whereabouts
): Subject | null => {
  for (const path of pathsWithin(folder, typed, whereabouts)) {
    const found = named(dossier, ({ relative_path }) => relative_path === path) ?? leftOut(dossier, path)
    if (found !== null) return found
  }
  return named(dossier, ({ artifact_key: key }) => key === typed)
}
