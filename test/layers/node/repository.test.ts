import { describe, expect, it } from "@effect/vitest"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import * as JobSummaryNode from "../../../src/layers/node/JobSummary.js"
import * as RepositoryFolderNode from "../../../src/layers/node/RepositoryFolder.js"
import { JobSummary } from "../../../src/services/JobSummary.js"
import { Project } from "../../../src/services/Project.js"
import { RepositoryFolder } from "../../../src/services/RepositoryFolder.js"
import { temporaryProject } from "../../fixtures/project.js"

const prefixAt = (root: string) =>
  Effect.map(RepositoryFolder, ({ prefix }) => prefix).pipe(
    Effect.provide(RepositoryFolderNode.layer.pipe(
      Layer.provide(Layer.succeed(Project, { root, workingDirectory: root })),
      Layer.provide(NodeContext.layer)
    ))
  )

describe("RepositoryFolder", () => {
  it.scoped("U-38 is empty at the repository's root, the way from it below, and ends at a worktree's file", () =>
    Effect.gen(function*() {
      const root = yield* temporaryProject({ "a b/é/kitty-specs/x": "", "tree/.git": "gitdir: elsewhere", "tree/p/x": "" })
      fs.mkdirSync(path.join(root, ".git"))
      expect(yield* prefixAt(root)).toBe("")
      expect(yield* prefixAt(path.join(root, "a b/é"))).toBe("a b/é/")
      expect(yield* prefixAt(path.join(root, "tree"))).toBe("")
      expect(yield* prefixAt(path.join(root, "tree/p"))).toBe("p/")
    }))

  it.scoped("U-38 is empty without git", () =>
    Effect.gen(function*() {
      const root = yield* temporaryProject({ "p/x": "" })
      expect(yield* prefixAt(path.join(root, "p"))).toBe("")
    }))
})

const append = (file: string | null, markdown: string) =>
  Effect.flatMap(JobSummary, (summary) => summary.append(markdown)).pipe(
    Effect.provide(JobSummaryNode.layer(file).pipe(Layer.provide(NodeContext.layer)))
  )

describe("JobSummary", () => {
  it.scoped("U-38 is added to, says when it can't be, and is left alone where there is none", () =>
    Effect.gen(function*() {
      const root = yield* temporaryProject({ "summary.md": "before\n" })
      const file = path.join(root, "summary.md")
      yield* append(file, "one")
      yield* append(file, "two")
      expect(fs.readFileSync(file, "utf8")).toBe("before\none\ntwo\n")
      yield* append(null, "three")
      const refused = yield* Effect.flip(append(path.join(root, "no", "such", "folder.md"), "x"))
      expect([refused._tag, refused.code]).toEqual(["StateNotWritable", "FILE-01"])
    }))
})
