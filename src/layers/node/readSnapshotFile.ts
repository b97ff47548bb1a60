import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import * as path from "node:path"
import { type SnapshotDocument, SnapshotFile } from "../../domain/dossier/SnapshotFile.js"
import { SnapshotInvalid } from "../../domain/dossier/SnapshotInvalid.js"
import { jsonPointer } from "../../domain/dossier/snapshotSeal.js"
import { jsonFaultLine } from "../../domain/mission/jsonFault.js"
import { readStateFile } from "./missions/readStateFile.js"
import { parseYamlSource } from "./missions/YamlSource.js"
import { describeCause } from "./systemError.js"

const maxFileBytes = 64 * 1024 * 1024

const parseJson = Schema.decodeUnknownEither(Schema.parseJson(Schema.Unknown))
const decode = Schema.decodeUnknownEither(SnapshotFile, { onExcessProperty: "error" })

const invalid = (file: string, detail: string, place: Partial<SnapshotInvalid> = {}) =>
  new SnapshotInvalid({ file, line: place.line ?? null, column: place.column ?? null, pointer: place.pointer ?? "", detail })

/** The text of the file that a person named, through symlinks if they say so. */
const readText = Effect.fn("readSnapshotFile.text")(function*(file: string) {
  const real = yield* Effect.try({
    try: () => fs.realpathSync(path.resolve(file)),
    catch: (cause) => invalid(file, describeCause(cause))
  })
  const content = yield* readStateFile(real, maxFileBytes)
  switch (content._tag) {
    case "Text":
      return content.text
    case "Absent":
      return yield* invalid(file, "there is no such file")
    case "Unusable":
      return yield* invalid(file, content.detail)
  }
})

/** JSON is YAML, and the YAML parser knows where everything stands. Only a file with a fault is parsed so. */
const shapeFault = Effect.fn("readSnapshotFile.fault")(function*(file: string, text: string, error: ParseResult.ParseError) {
  const [issue] = ParseResult.ArrayFormatter.formatErrorSync(error)
  const at = issue?.path ?? []
  const source = yield* Effect.option(parseYamlSource(file, text))
  const place = source._tag === "None" ? { line: null, column: null } : source.value.fault(at, "")
  return yield* invalid(file, issue?.message ?? "it is not of the shape snapshot@1", {
    line: place.line,
    column: place.column,
    pointer: jsonPointer(at)
  })
})

/** Reads a file of `dossier snapshot export`; what is none is refused with line, column and JSON pointer. */
export const readSnapshotFile = Effect.fn("readSnapshotFile")(function*(file: string) {
  const text = yield* readText(file)
  const parsed = parseJson(text)
  if (Either.isLeft(parsed)) return yield* invalid(file, "it is not JSON", { line: jsonFaultLine(text) })
  const document = parsed.right
  if (!Predicate.isReadonlyRecord(document)) return yield* invalid(file, "it is not a JSON object", { line: 1 })
  const decoded = decode(document)
  if (Either.isLeft(decoded)) return yield* shapeFault(file, text, decoded.left)
  const read: SnapshotDocument = { document, content: decoded.right }
  return read
})
