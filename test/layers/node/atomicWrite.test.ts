import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { writeFileAtomic } from "../../../src/layers/node/atomicWrite.js"
import { temporaryFolder } from "./temporary.js"

const options = { mode: 0o600, durable: true } as const

// A FIFO stands for every device. No test names /dev/null itself: with the check broken and as root, it would be gone.
describe("writeFileAtomic", () => {
  it.scoped("G-Q12 writes a new file with its mode, in a folder it makes, and leaves nothing else", () =>
    Effect.gen(function*() {
      const folder = path.join(yield* temporaryFolder, "a", "b")
      const file = path.join(folder, "state.json")
      yield* writeFileAtomic(file, "one", options)
      yield* writeFileAtomic(file, new Uint8Array([0x74, 0x77, 0x6f]), { mode: 0o640, durable: false })
      expect(fs.readFileSync(file, "utf8")).toBe("two")
      expect(fs.statSync(file).mode & 0o777).toBe(0o640)
      expect(fs.readdirSync(folder)).toStrictEqual(["state.json"])
    }))

  it.scoped("G-Q12 a reader that holds the old file sees the old content whole: the new one is another inode", () =>
    Effect.gen(function*() {
      const file = path.join(yield* temporaryFolder, "state.json")
      yield* writeFileAtomic(file, "old content", options)
      const reader = fs.openSync(file, "r")
      yield* writeFileAtomic(file, "new", options)
      expect(fs.readFileSync(reader, "utf8")).toBe("old content")
      expect(fs.readFileSync(file, "utf8")).toBe("new")
      fs.closeSync(reader)
    }))

  it.scoped("G-Q12 refuses to replace a FIFO, a folder or a symlink, and leaves each as it was", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const at = (name: string) => path.join(folder, name)
      execFileSync("mkfifo", [at("pipe")])
      fs.mkdirSync(at("folder"))
      fs.writeFileSync(at("target"), "untouched")
      fs.symlinkSync(at("target"), at("link"))
      for (const name of ["pipe", "folder", "link"]) {
        const error = yield* Effect.flip(writeFileAtomic(at(name), "x", options))
        expect([error._tag, error.path, error.detail]).toStrictEqual([
          "StateNotWritable", at(name), "it is not a regular file, and is left as it is"
        ])
      }
      expect(fs.readFileSync(at("target"), "utf8")).toBe("untouched")
      expect(fs.readdirSync(folder).sort()).toStrictEqual(["folder", "link", "pipe", "target"])
      expect(fs.lstatSync(at("pipe")).isFIFO()).toBe(true)
    }))

  it.scoped("G-Q12 a failure keeps the old content, removes the temporary file, and says what failed", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      fs.writeFileSync(path.join(folder, "plain"), "a file, no folder")
      const below = yield* Effect.flip(writeFileAtomic(path.join(folder, "plain", "state.json"), "x", options))
      expect(below.detail).toMatch(/^make the folder: (EEXIST|ENOTDIR)/)
      const long = yield* Effect.flip(writeFileAtomic(path.join(folder, "n".repeat(250)), "x", options))
      expect(long.detail).toBe("create: ENAMETOOLONG: name too long")
      expect(fs.readdirSync(folder)).toStrictEqual(["plain"])
    }))
})
