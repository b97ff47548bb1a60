import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import { Ulid } from "../../../src/domain/identity/ids.js"
import { MissionSlug } from "../../../src/domain/identity/Namespace.js"
import * as Git from "../../../src/layers/memory/Git.js"
import { layer } from "../../../src/layers/node/MissionFolders.js"
import { MissionFolders } from "../../../src/services/MissionFolders.js"
import { Project } from "../../../src/services/Project.js"
import { temporaryFolder, writeFiles } from "./temporary.js"

const slug = MissionSlug.make("007-tea-house")
const id = Ulid.make("01KNH2ZK7Q4T9V6W8X0Y1Z2A3B")
const content = { files: [{ path: "meta.json", text: "{}\n" }, { path: "tasks/README.md", text: "# Ü\n" }], folders: ["research"] }

const foldersOf = (root: string, commonDirectory?: string) =>
  Effect.provide(MissionFolders, layer.pipe(Layer.provide([
    Layer.succeed(Project, { root, workingDirectory: root }),
    Git.layer(commonDirectory === undefined ? {} : { commonDirectory })
  ])))

const world = Effect.gen(function*() {
  const root = yield* temporaryFolder
  return { root, specs: path.join(root, "kitty-specs"), folders: yield* foldersOf(root) }
})

const everything = (folder: string) => fs.readdirSync(folder, { recursive: true }).map(String).sort()

describe("the folders of missions", () => {
  it.scoped("I-22 a folder is built whole under a hidden name, and gets its own in one step", () =>
    Effect.gen(function*() {
      const { folders, specs } = yield* world
      const hidden = yield* folders.build(slug, id, content)
      expect(fs.readdirSync(specs)).toEqual([`.${slug}.${id}.new`])
      expect(yield* folders.isHidden(hidden)).toBe(true)
      const whole = everything(hidden)
      expect(whole).toEqual(["meta.json", "research", "tasks", "tasks/README.md"])
      yield* folders.reveal(hidden)
      expect(yield* folders.isHidden(hidden)).toBe(false)
      expect(fs.readdirSync(specs)).toEqual([slug])
      expect(everything(path.join(specs, slug))).toEqual(whole)
      expect(fs.readFileSync(path.join(specs, slug, "tasks/README.md"), "utf8")).toBe("# Ü\n")
    }))

  it.scoped.each(["a folder", "an empty folder", "a file", "a link"])("I-22 %s of that name is not replaced", (what) =>
    Effect.gen(function*() {
      const { folders, specs } = yield* world
      const hidden = yield* folders.build(slug, id, content)
      const target = path.join(specs, slug)
      if (what === "a folder") writeFiles(target, [["mine.md", "x"]])
      if (what === "an empty folder") fs.mkdirSync(target)
      if (what === "a file") fs.writeFileSync(target, "x")
      if (what === "a link") fs.symlinkSync("nowhere", target)
      const before = fs.lstatSync(target).ino
      const error = yield* Effect.flip(folders.reveal(hidden))
      expect([error._tag, error.detail]).toEqual(["StateNotWritable", "something of that name is there"])
      expect(fs.lstatSync(target).ino).toBe(before)
      expect(yield* folders.isHidden(hidden)).toBe(true)
    }))

  it.scoped("I-22 what could not be built leaves nothing, and its error says why", () =>
    Effect.gen(function*() {
      const { folders, specs } = yield* world
      const error = yield* Effect.flip(folders.build(slug, id, { ...content, files: [...content.files, ...content.files] }))
      expect([error._tag, error.why]).toEqual(["StateNotWritable", "EEXIST: file already exists"])
      expect(fs.readdirSync(specs)).toEqual([])
    }))

  it.scoped("I-22 what killed processes left goes, and nothing that is not theirs", () =>
    Effect.gen(function*() {
      const { folders, specs } = yield* world
      const hidden = yield* folders.build(slug, id, content)
      const others = [".notes", ".007-tea-house.new", "007-tea-house", `007-x.${id}.new`, ".gitkeep"]
      for (const name of others) fs.mkdirSync(path.join(specs, name))
      yield* folders.discardAll
      expect(fs.readdirSync(specs).sort()).toEqual([...others].sort())
      for (const name of others) yield* folders.discard(path.join(specs, name))
      expect(fs.readdirSync(specs).sort()).toEqual([...others].sort())
      expect(yield* folders.isHidden(hidden)).toBe(false)
    }))

  it.scoped("I-22 it lists folders and links, with the number that a meta.json has, whatever else is in it", () =>
    Effect.gen(function*() {
      const { folders, root, specs } = yield* world
      expect(yield* folders.list).toEqual([])
      writeFiles(specs, [
        ["001-old/meta.json", '{"feature_slug": "001-old", "mission_number": "41"}'],
        ["broken/meta.json", "{"], ["empty/spec.md", ""], [".hidden/meta.json", "{}"], ["099-notes.md", ""]
      ])
      writeFiles(root, [["elsewhere/meta.json", '{"mission_number": 77}']])
      fs.symlinkSync("../elsewhere", path.join(specs, "050-link"))
      const listed = yield* folders.list
      expect(listed.map(({ meta, name }) => [name, meta?.mission_number ?? null])).toEqual([
        ["001-old", "41"], ["050-link", null], ["broken", null], ["empty", null]
      ])
    }))

  it.scoped("S26 a kitty-specs that leads out of the project is not written to; one that leads to the main checkout is", () =>
    Effect.gen(function*() {
      const outside = yield* temporaryFolder
      const { folders, root, specs } = yield* world
      fs.symlinkSync(outside, specs)
      const error = yield* Effect.flip(folders.build(slug, id, content))
      expect([error._tag, error.why]).toEqual(["StateNotWritable", "it is a symlink that leads out of the project"])
      expect(fs.readdirSync(outside)).toEqual([])
      fs.mkdirSync(path.join(outside, "kitty-specs"))
      fs.rmSync(specs)
      fs.symlinkSync(path.join(outside, "kitty-specs"), specs)
      const linked = yield* foldersOf(root, path.join(outside, ".git"))
      yield* linked.reveal(yield* linked.build(slug, id, content))
      expect(fs.readdirSync(path.join(outside, "kitty-specs"))).toEqual([slug])
    }))
})
