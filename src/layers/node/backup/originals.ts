import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import type { ContentHash } from "../../../domain/dossier/Artifact.js"
import { StateNotWritable } from "../../../domain/identity/projectErrors.js"
import type { KeptFile } from "../../../domain/upgrade/BackupManifest.js"
import type { RewrittenFile } from "../../../services/LegacyFiles.js"
import { flushFolder } from "../atomicWrite.js"
import { describeCause } from "../systemError.js"

const filesFolder = (folder: string): string => path.join(folder, "files")

const copy = (target: string, content: Uint8Array, mode: number): void => {
  const descriptor = fs.openSync(target, "w", 0o600)
  try {
    fs.writeFileSync(descriptor, content)
    fs.fchmodSync(descriptor, mode)
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

/** A copy that a killed run left may be of any length and mode: it goes. */
const copyAfresh = (target: string, content: Uint8Array, mode: number): void => {
  fs.rmSync(target, { force: true })
  copy(target, content, mode)
}

/** Copies what these files hold now into the backup. On disk when it returns; nobody else may look into it. */
export const copyOriginals = Effect.fn("copyOriginals")(function*(folder: string, files: ReadonlyArray<RewrittenFile>) {
  const base = filesFolder(folder)
  const folders = new Set<string>()
  const write = (target: string, run: () => void) =>
    Effect.try({ try: run, catch: (cause) => new StateNotWritable({ path: target, detail: describeCause(cause) }) })
  yield* write(base, () => {
    fs.mkdirSync(path.dirname(folder), { recursive: true })
    fs.mkdirSync(base, { recursive: true, mode: 0o700 })
  })
  for (const { before, mode, path: relative } of files) {
    if (before === null) continue
    const target = path.join(base, relative)
    yield* write(target, () => {
      fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
      copyAfresh(target, before, mode)
    })
    for (let it = path.dirname(target); it !== folder; it = path.dirname(it)) folders.add(it)
  }
  for (const each of [...folders, folder]) yield* flushFolder(each, each)
})

/** The bytes that were kept; none where they are not there, or not what the manifest says. */
export const originalOf = (
  folder: string,
  { before, path: relative }: KeptFile,
  hash: (content: Uint8Array) => ContentHash
): Option.Option<Uint8Array> => {
  if (before === null) return Option.none()
  try {
    const content = fs.readFileSync(path.join(filesFolder(folder), relative))
    return hash(content) === before.content_hash ? Option.some(content) : Option.none()
  } catch {
    return Option.none()
  }
}
