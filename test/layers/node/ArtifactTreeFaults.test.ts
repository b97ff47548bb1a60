import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { execFileSync, spawn } from "node:child_process"
import * as crypto from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import * as NodeTree from "../../../src/layers/node/ArtifactTree.js"
import * as ContentHasher from "../../../src/layers/node/ContentHasher.js"
import { type FileOperations, nodeFileOperations } from "../../../src/layers/node/tree/FileOperations.js"
import { ArtifactTree, type TreeScan } from "../../../src/services/ArtifactTree.js"
import { temporaryFolder, writeFiles } from "./temporary.js"
import { settingsLayer } from "./testSettings.js"

const systemError = (code: string) => Object.assign(new Error(`${code}: injected, open '/secret/path'`), { code, syscall: "open" })

const refuse = (code: string) => (): never => {
  throw systemError(code)
}

/** Scans on the system's operations but for the given ones. */
const scanWith = (folder: string, changes: Partial<FileOperations>, maxFileBytes = 1024 ** 2) =>
  Effect.flatMap(ArtifactTree, (tree) => tree.scan(folder, { keepText: () => true })).pipe(
    Effect.provide(Layer.provide(NodeTree.layerWith({ ...nodeFileOperations, ...changes }), [
      ContentHasher.layer, settingsLayer({ maxFileBytes })
    ]))
  )

const folderWith = (files: Iterable<readonly [string, string]>) =>
  Effect.tap(temporaryFolder, (folder) => Effect.sync(() => writeFiles(folder, files)))

const sha256 = (content: string) => crypto.createHash("sha256").update(content).digest("hex")
const openDescriptors = () => fs.readdirSync("/proc/self/fd").length
const contents = (found: TreeScan) => found.files.map((file) => [file.path, file.content._tag])
const skipped = (found: TreeScan) => found.skipped.map((entry) => [entry.path, entry.reason])

describe("what the operating system refuses", () => {
  for (const code of ["EACCES", "EPERM", "EIO", "ESTALE", "ENAMETOOLONG", "EMFILE"]) {
    it.scoped(`G-F5 B-33 ${code} on one file makes it unreadable, and the rest is read`, () =>
      Effect.gen(function*() {
        const folder = yield* folderWith([["a.md", "1"], ["b.md", "2"], ["c.md", "3"]])
        const found = yield* scanWith(folder, {
          openFile: (file) => file.endsWith("/b.md") ? refuse(code)() : nodeFileOperations.openFile(file)
        })
        expect(contents(found)).toStrictEqual([["a.md", "Read"], ["b.md", "Unreadable"], ["c.md", "Read"]])
        expect(found.files[1]?.content).toHaveProperty("detail", `${code}: injected`)
      }))
  }

  it.scoped("B-28 G-F5 a file that is gone when it is opened is Vanished", () =>
    Effect.gen(function*() {
      const folder = yield* folderWith([["a.md", "1"]])
      const gone = { name: Buffer.from("gone.md"), kind: "file" } as const
      const found = yield* scanWith(folder, { list: (directory) => [...nodeFileOperations.list(directory), gone] })
      expect(contents(found)).toStrictEqual([["a.md", "Read"], ["gone.md", "Vanished"]])
    }))

  it.scoped("G-F5 D-16 a folder that can't be opened or listed is listed itself, and its neighbours are read", () =>
    Effect.gen(function*() {
      const folder = yield* folderWith([["closed/a.md", "1"], ["open/b.md", "2"]])
      const found = yield* scanWith(folder, {
        openDirectory: (at) => at.endsWith("/closed") ? refuse("EACCES")() : nodeFileOperations.openDirectory(at)
      })
      expect(contents(found)).toStrictEqual([["open/b.md", "Read"]])
      expect(skipped(found)).toStrictEqual([["closed", "unreadable_directory"]])
      expect(found.skipped[0]?.detail).toBe("EACCES: injected")
    }))

  it.scoped("G-F5 a fault at any one call aborts nothing: every entry is there, read or named", () =>
    Effect.gen(function*() {
      const names = ["a.md", "b/c.md", "b/d/e.md", "f.md"]
      const folder = yield* folderWith(names.map((name) => [name, name] as const))
      const before = openDescriptors()
      let failures = 0
      for (let at = 1;; at++) {
        let calls = 0
        const counted = <A extends ReadonlyArray<unknown>, B>(run: (...args: A) => B) => (...args: A): B =>
          ++calls === at ? refuse("EIO")() : run(...args)
        const { list, openDirectory, openFile, read, realPath, stat } = nodeFileOperations
        const result = yield* Effect.either(scanWith(folder, {
          list: counted(list), openDirectory: counted(openDirectory), openFile: counted(openFile), read: counted(read),
          realPath: counted(realPath), stat: counted(stat)
        }))
        expect(openDescriptors()).toBe(before)
        if (calls < at) break
        failures++
        if (result._tag === "Left") {
          expect(at).toBeLessThanOrEqual(3) // the root itself: opened, located, listed
          continue
        }
        const named = [...result.right.files.map((file) => file.path), ...result.right.skipped.map((entry) => entry.path)]
        expect(names.filter((name) => !named.some((found) => name === found || name.startsWith(`${found}/`)))).toStrictEqual([])
        expect(result.right.files.filter(({ content }) => content._tag === "Read").length).toBeLessThan(names.length)
      }
      expect(failures).toBeGreaterThan(20)
    }))
})

describe("what changes under the scan", () => {
  it.scoped("G-F1 a FIFO put in a file's place after it was listed is not waited for", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      execFileSync("mkfifo", [path.join(folder, "pipe.md")])
      const found = yield* scanWith(folder, { list: () => [{ name: Buffer.from("pipe.md"), kind: "file" }] })
      expect(skipped(found)).toStrictEqual([["pipe.md", "not_regular"]])
    }))

  it.scoped("G-F2 B-27 a symlink put in the place of a file or a folder after it was listed is not followed", () =>
    Effect.gen(function*() {
      const outside = yield* folderWith([["secret.md", "CANARY"]])
      const folder = yield* temporaryFolder
      fs.symlinkSync(path.join(outside, "secret.md"), path.join(folder, "file.md"))
      fs.symlinkSync(outside, path.join(folder, "folder"))
      fs.symlinkSync("real.md", path.join(folder, "inside.md"))
      writeFiles(folder, [["real.md", "mine"]])
      const found = yield* scanWith(folder, {
        list: (directory) =>
          nodeFileOperations.list(directory).map(({ name }) => ({
            name, kind: Buffer.from(name).toString() === "folder" ? "directory" : "file"
          }))
      })
      expect(contents(found)).toStrictEqual([["real.md", "Read"]])
      expect(skipped(found)).toStrictEqual([
        ["file.md", "symlink"], ["folder", "unreadable_directory"], ["inside.md", "symlink"]
      ])
    }))

  it.scoped("G-F2 a file whose descriptor turns out to lie outside the mission is not read", () =>
    Effect.gen(function*() {
      const folder = yield* folderWith([["a.md", "CANARY"]])
      const real = nodeFileOperations.realPath
      const found = yield* scanWith(folder, {
        realPath: (descriptor, at) => at.endsWith("a.md") ? Buffer.from(`${folder}-other/a.md`) : real(descriptor, at)
      })
      expect(found.files).toStrictEqual([])
      expect(skipped(found)).toStrictEqual([["a.md", "symlink"]])
    }))

  it.scoped("G-F2 S26 another process that swaps files, folders and symlinks never gets a foreign byte read", () =>
    Effect.gen(function*() {
      const outside = yield* folderWith([["note.md", "CANARY"]])
      const folder = yield* folderWith([["a.md", "mine"], ["dir/note.md", "mine"]])
      const swap = `const fs = require("node:fs"); process.chdir(${JSON.stringify(folder)})
        process.on("disconnect", () => process.exit())
        for (let n = 0;; n++) {
          fs.renameSync("a.md", ".a"); fs.symlinkSync(${JSON.stringify(`${outside}/note.md`)}, "a.md")
          fs.renameSync("dir", ".dir"); fs.symlinkSync(${JSON.stringify(outside)}, "dir")
          if (n === 0) fs.writeSync(1, "swapping")
          fs.unlinkSync("a.md"); fs.renameSync(".a", "a.md"); fs.unlinkSync("dir"); fs.renameSync(".dir", "dir")
        }`
      const child = spawn(process.execPath, ["-e", swap], { stdio: ["ignore", "pipe", "inherit"] })
      yield* Effect.addFinalizer(() => Effect.async<void>((resume) => {
        child.once("exit", () => {
          resume(Effect.void)
        })
        child.kill("SIGKILL")
      }))
      yield* Effect.async<void>((resume) => {
        child.stdout.once("data", () => {
          resume(Effect.void)
        })
      })
      const seen = new Set<string>()
      for (let round = 0; round < 1000; round++) {
        const found = yield* scanWith(folder, {})
        expect(JSON.stringify(found)).not.toContain("CANARY")
        expect(JSON.stringify(found)).not.toContain(sha256("CANARY"))
        for (const entry of found.skipped) seen.add(entry.reason)
        for (const file of found.files) seen.add(file.content._tag)
      }
      expect([...seen]).toContain("symlink")
      expect([...seen]).toContain("Read")
    }))

  it.scoped("G-F6 B-29 a file that changes while it is read is read again, and its hash is that of its text", () =>
    Effect.gen(function*() {
      const folder = yield* folderWith([["a.md", "x".repeat(100)]])
      const file = path.join(folder, "a.md")
      let changes = 0
      const found = yield* scanWith(folder, {
        read: (descriptor, into, offset, position) => {
          const count = nodeFileOperations.read(descriptor, into, offset, position)
          if (changes < 2) fs.appendFileSync(file, String(changes++))
          return count
        }
      })
      const text = `${"x".repeat(100)}01`
      expect(found.files[0]?.content).toMatchObject({ _tag: "Read", hash: sha256(text), text, sizeBytes: 102 })
    }))

  it.scoped("G-F6 a file that changes during three reads is Unstable, and gives no hash", () =>
    Effect.gen(function*() {
      const folder = yield* folderWith([["a.md", "x"], ["b.md", "y"]])
      let reads = 0
      const found = yield* scanWith(folder, {
        stat: (descriptor) => ({ ...nodeFileOperations.stat(descriptor), version: String(reads++) })
      })
      expect(found.files.map((file) => file.content)).toStrictEqual([
        { _tag: "Unstable", sizeBytes: 1 }, { _tag: "Unstable", sizeBytes: 1 }
      ])
      expect(reads).toBe(8) // per file: one look before, one after each of three reads
    }))

  it.scoped("G-F7 a file that grows without end is left at one buffer beyond the limit", () =>
    Effect.gen(function*() {
      const folder = yield* folderWith([["a.csv", "x"]])
      let given = 0
      const found = yield* scanWith(folder, {
        read: (_descriptor, into, offset) => {
          into.fill(0x61, offset)
          given += into.length - offset
          return into.length - offset
        }
      })
      expect(found.files[0]?.content).toMatchObject({ _tag: "Unreadable", detail: "larger than 1048576 bytes" })
      expect(given).toBeLessThanOrEqual(1024 ** 2 + 128 * 1024)
    }))

  it.scoped("G-F7 a file that claims to be empty and is not, as in /proc, is read to its end", () =>
    Effect.gen(function*() {
      const folder = yield* folderWith([["a.md", "content"]])
      const found = yield* scanWith(folder, {
        stat: (descriptor) => ({ ...nodeFileOperations.stat(descriptor), sizeBytes: 0 })
      })
      expect(found.files[0]?.content).toMatchObject({ _tag: "Read", text: "content", sizeBytes: 7, hash: sha256("content") })
    }))
})

describe("what does not matter", () => {
  it.scoped("D-02 G-F14 the order in which the system lists a folder", () =>
    Effect.gen(function*() {
      const names = ["a.md", "B/x.md", "é.md", "\uFF5E.md", "😀/y.md", "z"]
      const folder = yield* folderWith(names.map((name) => [name, name] as const))
      const one = yield* scanWith(folder, {})
      const other = yield* scanWith(folder, { list: (at) => [...nodeFileOperations.list(at)].reverse() })
      expect(other).toStrictEqual(one)
    }))

  it.scoped("U-36 an interruption: it ends the scan between two files and closes what was open", () =>
    Effect.gen(function*() {
      const folder = yield* folderWith(Array.from({ length: 300 }, (_, index) => [`${index}.md`, "x"] as const))
      const before = openDescriptors()
      let reads = 0
      const fiber = yield* Effect.fork(scanWith(folder, {
        openFile: (file) => {
          reads++
          return nodeFileOperations.openFile(file)
        }
      }))
      while (reads === 0) yield* Effect.promise(() => new Promise((resume) => setImmediate(resume)))
      const exit = yield* Fiber.interrupt(fiber)
      expect(exit._tag).toBe("Failure")
      expect(reads).toBeLessThan(300)
      expect(openDescriptors()).toBe(before)
    }))
})
