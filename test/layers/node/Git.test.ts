import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import * as NodeGit from "../../../src/layers/node/Git.js"
import { Environment } from "../../../src/layers/node/Settings.js"
import { Git } from "../../../src/services/Git.js"
import { Project } from "../../../src/services/Project.js"
import { git } from "./checkout.js"
import { temporaryFolder, writeFiles } from "./temporary.js"

const gitOf = (root: string, variables: Readonly<Record<string, string>> = {}) =>
  Effect.provide(
    Git,
    NodeGit.layer.pipe(Layer.provide([
      NodeContext.layer,
      Layer.succeed(Project, { root, workingDirectory: root }),
      Layer.succeed(Environment, { PATH: process.env["PATH"], HOME: root, ...variables })
    ]))
  )

const repository = Effect.map(temporaryFolder, (folder) => {
  const root = path.join(folder, "repo")
  writeFiles(root, [["tracked.md", "x"], ["sub/*.md", "y"]])
  git(root, "init", "-q")
  git(root, "add", ".")
  git(root, "commit", "-q", "-m", "first")
  fs.writeFileSync(path.join(root, "untracked.md"), "z")
  return { folder, root }
})

const everything = (root: string, variables = {}) =>
  Effect.flatMap(gitOf(root, variables), (service) =>
    Effect.all([service.branch, service.headCommit, service.remoteUrl, service.commonDirectory]))

const nothing = [Option.none(), Option.none(), Option.none(), Option.none()]

describe("git", () => {
  it.scopedLive("D-09 tells branch, commit, common directory and what is tracked", () =>
    Effect.gen(function*() {
      const { root } = yield* repository
      const service = yield* gitOf(root)
      expect(yield* service.branch).toEqual(Option.some("main"))
      expect(yield* service.headCommit).toEqual(Option.some(git(root, "rev-parse", "HEAD")))
      expect(yield* service.commonDirectory).toEqual(Option.some(path.join(root, ".git")))
      const tracked = yield* Effect.forEach(["tracked.md", "untracked.md", "sub/*.md", "*.md", "absent"], service.isTracked)
      expect(tracked).toEqual([true, false, true, false, false])
    }))

  it.scopedLive("D-09 a branch without a commit has a name, a detached head is HEAD", () =>
    Effect.gen(function*() {
      const { folder, root } = yield* repository
      git(root, "checkout", "-q", "--detach")
      expect(yield* (yield* gitOf(root)).branch).toEqual(Option.some("HEAD"))
      git(folder, "init", "-q")
      const [branch, commit] = yield* everything(folder)
      expect([branch, commit]).toEqual([Option.some("main"), Option.none()])
    }))

  it.scopedLive("U-28 worktrees share the common directory, clones have their own", () =>
    Effect.gen(function*() {
      const { folder, root } = yield* repository
      git(root, "worktree", "add", "-q", path.join(folder, "tree"), "-b", "other")
      git(folder, "clone", "-q", root, path.join(folder, "clone"))
      const common = (name: string) => Effect.flatMap(gitOf(path.join(folder, name)), (service) => service.commonDirectory)
      expect(yield* common("tree")).toEqual(Option.some(path.join(root, ".git")))
      expect(yield* common("clone")).toEqual(Option.some(path.join(folder, "clone", ".git")))
    }))

  it.scopedLive("I-22 the default branch is the one that origin/HEAD names, slashes and all; none without it", () =>
    Effect.gen(function*() {
      const { folder, root } = yield* repository
      const defaultBranch = (place: string) => Effect.flatMap(gitOf(place), (service) => service.defaultBranch)
      expect(yield* defaultBranch(root)).toEqual(Option.none())
      git(root, "checkout", "-q", "-b", "release/2.x")
      git(folder, "clone", "-q", root, path.join(folder, "clone"))
      git(path.join(folder, "clone"), "checkout", "-q", "-b", "kitty/work")
      expect(yield* defaultBranch(path.join(folder, "clone"))).toEqual(Option.some("release/2.x"))
      expect(yield* defaultBranch(folder)).toEqual(Option.none())
    }))

  it.scopedLive("S24 user info of a remote is not told", () =>
    Effect.gen(function*() {
      const { root } = yield* repository
      git(root, "remote", "add", "origin", "https://ana:canary@git.example/a/b.git")
      expect(yield* (yield* gitOf(root)).remoteUrl).toEqual(Option.some("https://git.example/a/b.git"))
    }))

  it.scopedLive("D-09 outside a repository, and without git, everything is none", () =>
    Effect.gen(function*() {
      const { folder, root } = yield* repository
      expect(yield* everything(folder)).toEqual(nothing)
      expect(yield* everything(root, { PATH: folder })).toEqual(nothing)
      expect(yield* (yield* gitOf(root, { PATH: folder })).isTracked("tracked.md")).toBe(false)
    }))

  it.scopedLive("D-09 variables of a hook do not turn the answer to another repository", () =>
    Effect.gen(function*() {
      const { folder, root } = yield* repository
      const hook = { GIT_DIR: path.join(folder, "x"), GIT_WORK_TREE: folder, GIT_INDEX_FILE: "/dev/null" }
      expect((yield* everything(root, hook))[0]).toEqual(Option.some("main"))
      expect(yield* (yield* gitOf(root, hook)).isTracked("tracked.md")).toBe(true)
    }))

  it.scopedLive("U-34 asking runs no program of the repository's choosing and leaves its index alone", () =>
    Effect.gen(function*() {
      const { folder, root } = yield* repository
      const ran = path.join(folder, "ran")
      writeFiles(folder, [["monitor", `#!/bin/sh\ntouch ${ran}\n`]])
      fs.chmodSync(path.join(folder, "monitor"), 0o755)
      git(root, "config", "core.fsmonitor", path.join(folder, "monitor"))
      fs.utimesSync(path.join(root, "tracked.md"), 1, 1)
      const index = fs.readFileSync(path.join(root, ".git/index"))
      const service = yield* gitOf(root)
      yield* Effect.all([service.isTracked("tracked.md"), service.branch, service.headCommit])
      expect(fs.readFileSync(path.join(root, ".git/index")).equals(index)).toBe(true)
      expect(fs.existsSync(ran)).toBe(false)
    }))
})
