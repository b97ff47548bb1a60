import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as path from "node:path"
import { BackupManifest } from "../../../domain/upgrade/BackupManifest.js"
import { BackupUnusable } from "../../../domain/upgrade/upgradeErrors.js"
import { flushFolder, writeFileAtomic } from "../atomicWrite.js"
import { readStateFile } from "../missions/readStateFile.js"

const maxBytes = 256 * 1024 * 1024
const ManifestText = Schema.parseJson(BackupManifest, { space: 2 })
const decode = Schema.decode(ManifestText)
const encode = Schema.encodeSync(ManifestText)

/** The place of the first fault, and not the text, which would repeat what the file holds. */
const faultOf = (error: ParseResult.ParseError): string => {
  const place = ParseResult.ArrayFormatter.formatErrorSync(error)[0]?.path.join(".") ?? ""
  return `its manifest.json is none that this version understands${place === "" ? "" : `: see ${place}`}`
}

/** Its path. */
export const manifestIn = (folder: string): string => path.join(folder, "manifest.json")

/** None where the backup was stopped before it had one. `name` is for the error. */
export const readManifest = Effect.fn("readManifest")(function*(folder: string, name: string) {
  const file = yield* readStateFile(manifestIn(folder), maxBytes)
  switch (file._tag) {
    case "Absent":
      return Option.none<BackupManifest>()
    case "Unusable":
      return yield* new BackupUnusable({ path: name, detail: `its manifest.json can't be read: ${file.detail}` })
    case "Text":
      return Option.some(yield* Effect.mapError(decode(file.text), (error) =>
        new BackupUnusable({ path: name, detail: faultOf(error) })))
  }
})

/** On disk, with the names of the folders that lead to it, when it returns. */
export const writeManifest = Effect.fn("writeManifest")(function*(folder: string, manifest: BackupManifest) {
  const file = manifestIn(folder)
  yield* writeFileAtomic(file, `${encode(manifest)}\n`, { mode: 0o600, durable: true })
  yield* flushFolder(file, path.dirname(folder))
  yield* flushFolder(file, path.dirname(path.dirname(folder)))
})
