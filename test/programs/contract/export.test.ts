import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import { filesOf, HandoffFormat, isOneFile } from "../../../src/domain/contract/ContractExport.js"
import { exportFile } from "../../../src/layers/node/exportFile.js"
import type { Handlers } from "../../../src/programs/cli/app.js"
import * as ShippedHandoff from "../../../src/layers/node/Handoff.js"
import { UsageError } from "../../../src/programs/cli/UsageError.js"
import { contractExportView } from "../../../src/programs/cli/render/contractExport.js"
import { exportContract } from "../../../src/programs/contract/export.js"
import { PackageIncomplete } from "../../../src/domain/PackageIncomplete.js"
import { Handoff } from "../../../src/services/Handoff.js"
import { temporaryFolder } from "../../layers/node/temporary.js"
import { type } from "../cli/support.js"

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

const exported = (format: HandoffFormat | null, folder: string | null, forProgram = false) => {
  const written: Array<readonly [string, string, string]> = []
  const write = (...place: readonly [string, string, string]) => Effect.sync(() => void written.push(place))
  return Effect.map(
    Effect.either(Effect.provide(exportContract({ format, folder, forProgram }, write), fake)),
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

  it.effect("H-15 U-01 refuses a file and an answer both on stdout, and a folder without a name", () =>
    Effect.gen(function*() {
      for (const [folder, says] of [[null, "-o handoff"], ["", "--output handoff"]] as const) {
        const { result, written } = yield* exported("openapi", folder, true)
        const error = Either.isLeft(result) ? result.left : null
        expect(error).toBeInstanceOf(UsageError)
        expect([error?.target, error?.next.includes(says), written]).toEqual(["--output", true, []])
      }
      expect(Either.isRight((yield* exported("openapi", "out", true)).result)).toBe(true)
    }))

  it.effect("H-15 U-01 --json beside a format exports that format, whichever stands first", () =>
    Effect.gen(function*() {
      const heard: Array<unknown> = []
      const contractExport: Handlers["contractExport"] = ({ format, forProgram }, { output }) =>
        Effect.sync(() => heard.push([format, forProgram, output.format])).pipe(Effect.as(0))
      for (const line of ["--format markdown --json", "--json --format markdown", "--format markdown", "--json"]) {
        yield* type(`contract export -o D ${line}`, { handlers: { contractExport } })
      }
      expect(heard).toEqual([["markdown", true, "json"], ["markdown", true, "json"], ["markdown", false, "markdown"], [null, true, "json"]])
    }))

  it.scoped("H-15 G-Q12 never writes through a link below the folder, and says what to do about what is in the way", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const at = (name: string) => path.join(folder, name)
      fs.mkdirSync(at("elsewhere"))
      fs.mkdirSync(at("out/README.md"), { recursive: true })
      fs.symlinkSync(at("elsewhere"), at("out/fixtures"))
      fs.writeFileSync(at("file"), "mine")
      const tries = [["out", "fixtures/one.json", "out/fixtures"], ["out", "README.md", "out/README.md"], ["file", "a", "file"], ["file/b", "a", "file"]] as const
      for (const [root, name, told] of tries) {
        const error = yield* Effect.flip(exportFile(at(root), name, "text"))
        expect([error.code, error.target]).toEqual(["FILE-01", at(told)])
        expect(error.next).toContain("name another folder")
      }
      expect(fs.readdirSync(at("elsewhere"))).toEqual([])
      fs.symlinkSync(at("elsewhere"), at("named"))
      yield* exportFile(at("named"), "new/one.json", "text")
      expect(fs.readFileSync(at("elsewhere/new/one.json"), "utf8")).toBe("text")
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
