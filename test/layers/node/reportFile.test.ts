import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { writeReport } from "../../../src/layers/node/reportFile.js"
import { temporaryFolder } from "./temporary.js"

// A FIFO stands for every device: see atomicWrite.test.ts.
describe("the file of --report", () => {
  it.scoped("U-14 G-Q12 is replaced whole, as one line, and is another inode than before", () =>
    Effect.gen(function*() {
      const file = path.join(yield* temporaryFolder, "out", "sync.json")
      yield* writeReport(file)(`{"a":1}`)
      const reader = fs.openSync(file, "r")
      yield* writeReport(file)(`{"a":2}`)
      expect(fs.readFileSync(file, "utf8")).toBe(`{"a":2}\n`)
      expect(fs.readFileSync(reader, "utf8")).toBe(`{"a":1}\n`)
      fs.closeSync(reader)
      expect(fs.readdirSync(path.dirname(file))).toEqual(["sync.json"])
    }))

  it.scoped("U-14 G-Q12 a FIFO, a link, a folder or a file in the way is named and stays what it is", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const at = (name: string) => path.join(folder, name)
      execFileSync("mkfifo", [at("pipe")])
      fs.mkdirSync(at("folder"))
      fs.writeFileSync(at("file"), "mine")
      fs.symlinkSync(at("file"), at("link"))
      for (const name of ["pipe", "folder", "link", "file/below"]) {
        const told = yield* Effect.either(writeReport(at(name))("{}"))
        expect(Either.isLeft(told) ? [told.left.code, told.left.target] : told, name).toEqual(["REPORT-01", at(name)])
      }
      expect(fs.lstatSync(at("pipe")).isFIFO()).toBe(true)
      expect(fs.lstatSync(at("link")).isSymbolicLink()).toBe(true)
      expect(fs.readFileSync(at("file"), "utf8")).toBe("mine")
      expect(fs.readdirSync(folder).sort()).toEqual(["file", "folder", "link", "pipe"])
    }))
})
