import * as Effect from "effect/Effect"
import { ContractExport, filesOf, type HandoffFormat, isOneFile } from "../../domain/contract/ContractExport.js"
import { pinnedContract } from "../../domain/contract/pinnedContract.js"
import type { Outcome } from "../../domain/Diagnostic.js"
import { Handoff } from "../../services/Handoff.js"
import { UsageError } from "../cli/UsageError.js"

/** What is exported of the handoff, and where to. */
export interface ContractExportRequest {
  /** Null: all of it. */
  readonly format: HandoffFormat | null
  /** Null: on stdout, which takes one file alone. */
  readonly folder: string | null
  /** The answer is for a program (`--json`), so that stdout is not the file's. */
  readonly forProgram: boolean
}

const needsFolder = (format: HandoffFormat | null): UsageError =>
  new UsageError({
    problem: format === null
      ? "contract export needs --format, or a folder to write to."
      : `--format ${format} is more than one file.`,
    why: "only openapi and asyncapi are one file each and can go to stdout",
    next: `spec-kitty contract export ${format === null ? "" : `--format ${format} `}--output handoff`,
    target: "--output"
  })

const besideAnswer = (format: HandoffFormat): UsageError =>
  new UsageError({
    problem: `--format ${format} and an answer for a program can't both go to stdout.`,
    why: "with --json or --format ndjson the answer says what was written, and the file needs a folder",
    next: `spec-kitty contract export --format ${format} --json -o handoff`,
    target: "--output"
  })

const namelessFolder = new UsageError({
  problem: "--output needs the name of a folder.",
  why: "it is empty; the current folder is written as a dot",
  next: "spec-kitty contract export --output handoff",
  target: "--output"
})

/** What was typed can't be done. */
const refusal = ({ folder, forProgram, format }: ContractExportRequest): UsageError | null => {
  if (folder !== null) return folder === "" ? namelessFolder : null
  if (format === null || !isOneFile(format)) return needsFolder(format)
  return forProgram ? besideAnswer(format) : null
}

const encoder = new TextEncoder()

/**
 * Copies what shipped: nothing is made anew, so that every export of one version is the same. `write` takes a path below
 * the folder.
 */
export const exportContract = Effect.fn("exportContract")(function*<E, R>(
  request: ContractExportRequest,
  write: (folder: string, path: string, text: string) => Effect.Effect<void, E, R>
) {
  const refused = refusal(request)
  if (refused !== null) return yield* refused
  const { folder, format } = request
  const handoff = yield* Handoff
  const texts = yield* Effect.forEach(filesOf(format, handoff.files), (path) =>
    Effect.map(handoff.read(path), (text) => ({ path, text })))
  if (folder !== null) yield* Effect.forEach(texts, ({ path, text }) => write(folder, path, text), { discard: true })
  const outcome: Outcome<ContractExport> = {
    data: new ContractExport({
      contract_version: pinnedContract.version,
      format,
      folder,
      files: texts.map(({ path, text }) => ({ path, bytes: encoder.encode(text).length })),
      content: folder === null ? texts.map(({ text }) => text).join("") : null
    }),
    diagnostics: [],
    exitCode: 0,
    next: []
  }
  return outcome
})
