import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import * as NodeProject from "../../../src/layers/node/Project.js"
import { Project } from "../../../src/services/Project.js"
import { temporaryFolder } from "./temporary.js"

const projectOf = (from: string) => Effect.provide(Project, Layer.provide(NodeProject.layer(from), NodeContext.layer))

describe("project", () => {
  it.scoped.each([".kittify", "kitty-specs"])("E-05 is the nearest folder with %s", (marker) =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const deep = path.join(folder, "outer", "inner", "a", "b")
      fs.mkdirSync(deep, { recursive: true })
      fs.mkdirSync(path.join(folder, "outer", ".kittify"))
      fs.mkdirSync(path.join(folder, "outer", "inner", marker))
      expect(yield* projectOf(deep)).toEqual({ root: path.join(folder, "outer", "inner"), workingDirectory: deep })
    }))

  it.scoped("G-F3 symlinks of the path are resolved once", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      fs.mkdirSync(path.join(folder, "real", ".kittify"), { recursive: true })
      fs.symlinkSync("real", path.join(folder, "link"))
      expect((yield* projectOf(path.join(folder, "link"))).root).toBe(path.join(folder, "real"))
    }))

  it.scoped("U-21 elsewhere, with a file of that name, or in a folder that is gone: not a project", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      fs.writeFileSync(path.join(folder, "kitty-specs"), "")
      for (const from of [folder, path.join(folder, "absent")]) {
        expect(yield* Effect.flip(projectOf(from))).toMatchObject({ _tag: "NotAProject", directory: from })
      }
    }))
})
