import * as Schema from "effect/Schema"
import type { ArtifactPath } from "../dossier/Artifact.js"

/** Extension, lower-cased, of a file whose body can be shown inline: the five of 047 FR-005. */
export const SupportedInlineFormat = Schema.Literal(".md", ".json", ".yaml", ".yml", ".csv")
export type SupportedInlineFormat = typeof SupportedInlineFormat.Type

const isSupportedFormat = Schema.is(SupportedInlineFormat)

/** The last extension of the file's name as it is written; empty where it has none. */
export const extensionOf = (path: ArtifactPath): string => /\.[^./]*$/.exec(path)?.[0] ?? ""

/** Null for a file that is shown as a download at most, such as an image. */
export const inlineFormat = (path: ArtifactPath): SupportedInlineFormat | null => {
  const extension = extensionOf(path).toLowerCase()
  return isSupportedFormat(extension) ? extension : null
}

/** Six names at the top, three folders at any depth, and the work packages' prompts (047 FR-004). Case matters. */
const surface = /^((spec|plan|tasks|research|quickstart|data-model)\.md|(research|contracts|checklists)\/.+|tasks\/WP\d+[^/]*\.md)$/s

/** The surface that the path is on, as a pattern: `spec.md`, `research/**`, `tasks/WP*.md`; null where it is on none. */
export const surfaceOf = (path: ArtifactPath): string | null => {
  const match = surface.exec(path)
  if (match === null) return null
  const [, , name, folder] = match
  if (folder !== undefined) return `${folder}/**`
  return name === undefined ? "tasks/WP*.md" : `${name}.md`
}

/** Whether the path belongs to what is uploaded at all, whatever the file holds. */
export const isUploadSurface = (path: ArtifactPath): boolean => surfaceOf(path) !== null

/** Whether a text at this path may become a body: the one question to ask before reading it. */
export const mayHaveBody = (path: ArtifactPath): boolean => isUploadSurface(path) && inlineFormat(path) !== null
