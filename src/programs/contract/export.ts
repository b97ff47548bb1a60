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

const encoder = new TextEncoder()

/**
 * Copies what shipped: nothing is made anew, so that every export of one version is the same. `write` takes a path below
 * the folder.
 */
export const exportContract = Effect.fn("exportContract")(function*<E, R>(
  { folder, format }: ContractExportRequest,
  write: (folder: string, path: string, text: string) => Effect.Effect<void, E, R>
) {
  if (folder === null && (format === null || !isOneFile(format))) return yield* needsFolder(format)
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
