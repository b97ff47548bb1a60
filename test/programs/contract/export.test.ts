import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import { filesOf, HandoffFormat, isOneFile } from "../../../src/domain/contract/ContractExport.js"
import * as ShippedHandoff from "../../../src/layers/node/Handoff.js"
import { UsageError } from "../../../src/programs/cli/UsageError.js"
import { contractExportView } from "../../../src/programs/cli/render/contractExport.js"
import { exportContract } from "../../../src/programs/contract/export.js"
import { PackageIncomplete } from "../../../src/domain/PackageIncomplete.js"
import { Handoff } from "../../../src/services/Handoff.js"

const texts: Readonly<Record<string, string>> = {
  "README.md": "# read\n",
  "asyncapi.json": "{\"é\":1}\n",
  "fixtures/one.json": "{}\n",
  "openapi.json": "{}\n",
  "schemas/events/One.schema.json": "{}\n"
}
const fake = Layer.succeed(Handoff, {
  files: Object.keys(texts),
  read: (name) =>
    Effect.mapError(Effect.fromNullable(texts[name]), () => new PackageIncomplete({ part: "contract for receivers", folder: "there", detail: name }))
})

const exported = (format: HandoffFormat | null, folder: string | null) => {
  const written: Array<readonly [string, string, string]> = []
  const write = (...place: readonly [string, string, string]) => Effect.sync(() => void written.push(place))
  return Effect.map(
    Effect.either(Effect.provide(exportContract({ format, folder }, write), fake)),
    (result) => ({ result, written })
  )
}

describe("contract export", () => {
  it.effect("H-15 gives a format of one file as its text, and writes nothing", () =>
    Effect.gen(function*() {
      const { result, written } = yield* exported("asyncapi", null)
      const outcome = yield* result
      expect(written).toEqual([])
      expect([outcome.data.content, outcome.data.folder, outcome.exitCode]).toEqual([texts["asyncapi.json"], null, 0])
      expect(outcome.data.files).toEqual([{ path: "asyncapi.json", bytes: 9 }])
      expect(contractExportView.reports.asyncapi?.(outcome)).toBe("{\"é\":1}")
    }))

  it.effect("H-15 writes the files of one format below the folder, or all of them, and lists them", () =>
    Effect.gen(function*() {
      const schemas = yield* exported("jsonschema", "out")
      expect(schemas.written).toEqual([["out", "schemas/events/One.schema.json", "{}\n"]])
      const { data } = yield* schemas.result
      expect([data.format, data.folder, data.content]).toEqual(["jsonschema", "out", null])
      const whole = yield* exported(null, "out")
      expect(whole.written.map(([, name]) => name)).toEqual(Object.keys(texts))
      expect((yield* whole.result).data.files.map((file) => file.path)).toEqual(Object.keys(texts))
    }))

  it.effect("H-15 refuses to put a folder on stdout, naming --output", () =>
    Effect.gen(function*() {
      for (const format of ["jsonschema", "markdown", "fixtures", null] as const) {
        const { result, written } = yield* exported(format, null)
        const error = Either.isLeft(result) ? result.left : null
        expect(error).toBeInstanceOf(UsageError)
        expect([error?.target, error?.next.includes("--output"), written]).toEqual(["--output", true, []])
      }
    }))

  it.effect("H-15 H-16 finds every committed file in the package, byte for byte, and each belongs to one format", () =>
    Effect.gen(function*() {
      const handoff = yield* Handoff
      const folder = path.resolve(import.meta.dirname, "../../../contracts/handoff")
      const committed = fs.readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      expect(handoff.files).toEqual(committed.sort())
      const byFormat = HandoffFormat.literals.map((format) => filesOf(format, handoff.files))
      expect(byFormat.flat().sort()).toEqual([...handoff.files])
      expect(HandoffFormat.literals.map(isOneFile)).toEqual(byFormat.map(({ length }) => length === 1))
      for (const name of handoff.files) {
        expect(yield* handoff.read(name)).toBe(fs.readFileSync(path.join(folder, name), "utf8"))
      }
    }).pipe(Effect.provide(Layer.provide(ShippedHandoff.layer, NodeContext.layer))))
})
