/** What a manifest expects at a path, as far as the key goes. No more is imported here: a shell's completion asks before Effect is loaded. */
export interface ExpectedKey {
  readonly artifact_key: string
  /** True where its pattern names exactly one path. */
  readonly isLiteral: boolean
}

/** Directories and stem of `[A-Za-z0-9_-]+`, and exactly one extension. */
const plainPath = /^(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)$/
/** How a key with a digest ends. */
const digest = /^[0-9a-f]{8}$/

/** Whether the path can be read back from its key: then the key needs no digest to be the only one. */
const isPlain = (path: string): boolean => {
  const extension = plainPath.exec(path)?.[1]
  return extension !== undefined && !digest.test(extension)
}

/**
 * The key of the file at a path, given what the manifest expects there. Letters, digits, dot, `_` and `-`.
 * - A pattern without wildcards gives its key as it stands: `spec.md` is `input.spec.main`.
 * - Any other file: `artifact`, or the key of the pattern with wildcards that matched, then the path with `.` for `/`:
 *   `tasks/WP01-alpha.md` is `artifact.tasks.WP01-alpha.md`.
 * - Where that could stand for two paths, characters outside `[A-Za-z0-9._-]` become `-` and the first 8 hex digits of
 *   sha256(path) follow.
 */
export const keyOfPath = (
  path: string,
  expected: ExpectedKey | undefined,
  sha256Hex: (text: string) => string
): string => {
  if (expected?.isLiteral === true) return expected.artifact_key
  const dotted = `${expected?.artifact_key ?? "artifact"}.${path.replaceAll("/", ".")}`
  return isPlain(path) ? dotted : `${dotted.replace(/[^A-Za-z0-9._-]/gu, "-")}.${sha256Hex(path).slice(0, 8)}`
}
