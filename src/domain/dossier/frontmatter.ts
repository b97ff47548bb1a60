import { ArtifactClass } from "./Artifact.js"

export interface FrontmatterClass {
  /** As written, also where it is none of the six classes; null where frontmatter names none. */
  readonly artifactClass: string | null
  /** What is wrong with it, for people, and where (1-based); null where nothing is. */
  readonly problem: { readonly text: string; readonly line: number; readonly column: number } | null
}

/** A line that gives the class: its number, and where and what its value is. */
interface ClassLine {
  readonly line: number
  readonly column: number
  readonly value: string
}

const none: FrontmatterClass = { artifactClass: null, problem: null }
const faulty = (
  text: string,
  { column, line }: Pick<ClassLine, "line" | "column">,
  artifactClass: string | null = null
): FrontmatterClass => ({ artifactClass, problem: { text, line, column } })

const keyLine = /^((["']?)artifact_class\2[ \t]*:)(?:([ \t]+)(.*))?$/

/** An empty value stands where its key does. */
const classLine = (text: string, line: number): ReadonlyArray<ClassLine> => {
  const match = keyLine.exec(text)
  if (match === null) return []
  const [, key = "", , gap = "", value = ""] = match
  return [{ line, column: value.trim() === "" ? 1 : key.length + gap.length + 1, value }]
}

/** A plain, single- or double-quoted word, without the comment behind it; null for any other YAML value. */
const scalar = (text: string): string | null => {
  const match = /^(?:"([^"\\]*)"|'([^']*)'|([^\s"'#&*!|>%@`[\]{},?:][^#"']*?))?(?:(?:^|[ \t]+)#.*)?$/.exec(text.trim())
  return match === null ? null : (match[1] ?? match[2] ?? match[3] ?? "").trim()
}

const judge = (found: ClassLine): FrontmatterClass => {
  const value = scalar(found.value)
  if (value === null) return faulty("artifact_class is not a single word", found)
  if (value === "") return faulty("artifact_class is empty", found)
  const known = ArtifactClass.literals.some((literal) => literal === value)
  return known
    ? { artifactClass: value, problem: null }
    : faulty(`artifact_class is none of ${ArtifactClass.literals.join(", ")}`, found, value)
}

/**
 * The `artifact_class` of a file's frontmatter: the leading block between two `---` lines (042 KTD-3).
 *
 * This is no YAML reader. It looks for one top-level line `artifact_class: word`, quoted or not, with or without a
 * comment, and says so where the value is anything else or stands there twice. A leading BOM and CRLF are fine.
 *
 * @param head the beginning of the file, as much of it as is at hand
 */
export const frontmatterClass = (head: string): FrontmatterClass => {
  const lines = head.replace(/^\uFEFF/, "").split(/\r?\n/)
  if (lines[0]?.trimEnd() !== "---") return none
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line))
  const block = end === -1 ? lines.slice(1) : lines.slice(1, end)
  // The block begins on the second line.
  const [found, again] = block.flatMap((line, index) => classLine(line, index + 2))
  if (found === undefined) return none
  // Without its closing line the block may be a rule and text, and the end of what we were given may cut it.
  if (end === -1) return faulty("the frontmatter that names artifact_class is not closed by ---", { line: 1, column: 1 })
  return again === undefined ? judge(found) : faulty("artifact_class stands there more than once", again)
}
