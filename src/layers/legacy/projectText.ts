import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import { isAbsolute, relative, sep } from "node:path"
import { countEdits } from "../../domain/legacy/fileEdits.js"
import type { Spliced } from "../../domain/legacy/splices.js"
import { jsonFaultLine } from "../../domain/mission/jsonFault.js"
import type { LeftAlone, UpgradeFileKind } from "../../domain/upgrade/UpgradePlan.js"
import type { RewrittenFile } from "../../services/LegacyFiles.js"
import { readStateFile } from "../node/missions/readStateFile.js"

/** A file of the project that may hold legacy names. */
export interface ProjectFile {
  /** Absolute, without symlinks but for its last segment, which is not followed. */
  readonly file: string
  /** Relative to the project's root, `/` separators; absolute where it lies outside. */
  readonly path: string
  readonly kind: UpgradeFileKind
}

/** A file that was read: `text` is what follows the BOM, if it has one. */
export interface ProjectText extends ProjectFile {
  readonly bom: string
  readonly text: string
}

/** Logs may be as large; what is larger is no state file. */
const maxBytes = 64 * 1024 * 1024
const encoder = new TextEncoder()

/** Relative to the root with `/` separators; absolute where it lies outside. */
export const pathFrom = (root: string, file: string): string => {
  const way = relative(root, file)
  const isOutside = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)
  return isOutside ? file : way.replaceAll(sep, "/")
}

export const projectFile = (root: string, kind: UpgradeFileKind, file: string): ProjectFile =>
  ({ file, kind, path: pathFrom(root, file) })

export const leftAlone = (path: string, detail: string, line: number | null = null): LeftAlone => ({ path, line, detail })

/** Reads the file once; none where it is absent. Fails with why it is left alone. */
export const readText = (file: ProjectFile): Effect.Effect<Option.Option<ProjectText>, LeftAlone> =>
  Effect.flatMap(readStateFile(file.file, maxBytes), (content) => {
    if (content._tag === "Absent") return Effect.succeedNone
    if (content._tag === "Unusable") return Effect.fail(leftAlone(file.path, content.detail))
    const bom = content.text.startsWith("\uFEFF") ? "\uFEFF" : ""
    return Effect.succeedSome({ ...file, bom, text: content.text.slice(bom.length) })
  })

const parse = Option.liftThrowable((text: string): unknown => JSON.parse(text))
/** A text of many megabytes may exhaust what looks for the fault: then it has no line. */
const lineOfFault = Option.liftThrowable(jsonFaultLine)

/** Fails with the line at which the text is no JSON. */
export const requireJson = ({ path, text }: ProjectText): Effect.Effect<void, LeftAlone> =>
  Option.isSome(parse(text))
    ? Effect.void
    : Effect.fail(leftAlone(path, "it is not JSON", Option.getOrNull(lineOfFault(text))))

/** Permission bits of the file. One that is gone meanwhile gets those of a new one. */
const modeOf = (file: string): number => (fs.lstatSync(file, { throwIfNoEntry: false })?.mode ?? 0o644) & 0o777

/** The file with this text, its BOM kept; none where that is what it holds. */
export const rewrittenFile = (file: ProjectText, { edits, text }: Spliced): ReadonlyArray<RewrittenFile> =>
  text === file.text ? [] : [{
    path: file.path,
    kind: file.kind,
    before: encoder.encode(file.bom + file.text),
    after: encoder.encode(file.bom + text),
    mode: modeOf(file.file),
    edits: countEdits(edits)
  }]
