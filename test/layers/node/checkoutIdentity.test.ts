import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import { parse } from "yaml"
import { nodeIdOf } from "../../../src/layers/node/identity/machineAccount.js"
import { git } from "./checkout.js"
import {
  beside, type Checkout, committed, config, copy, edit, ensure, ensureAndTell, local, makeUnwritable, project, projectUuid, provisional, read
} from "./identityWorld.js"
import { temporaryFolder } from "./temporary.js"

const uuid = "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10"
const given = "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22"
const foreignNode = "1f9c03ab77de"
const byHand = `project:\n  uuid: ${uuid}\nbuild:\n  id: ${given}\nnode:\n  id: ${foreignNode}\n`

/** A repository whose config.yaml git does not track, with an identity. */
const ownRepository = Effect.gen(function*() {
  const here = yield* project({ "README.md": "x\n", [config]: "vcs: {type: git}\n" })
  git(here.root, "init", "-q")
  git(here.root, "add", "README.md")
  git(here.root, "commit", "-q", "-m", "first")
  return { here, identity: yield* ensure(here) }
})

/** A repository whose config.yaml is committed, with an identity. */
const sharedRepository = Effect.gen(function*() {
  const here = yield* project({ [config]: "vcs: {type: git}\n" })
  committed(here)
  const identity = yield* ensure(here)
  git(here.root, "commit", "-q", "-a", "-m", "identity")
  return { here, identity }
})

const clone = (from: Checkout, to: Checkout) => git(path.dirname(from.root), "clone", "-q", from.root, to.root)

describe("one checkout", () => {
  it.scopedLive("I-08 that is moved keeps its id, and can be moved again", () =>
    Effect.gen(function*() {
      const { here, identity } = yield* ownRepository
      const there = beside(here, "moved")
      fs.renameSync(here.root, there.root)
      expect(yield* provisional(there)).toEqual(identity)
      const before = read(there, config)
      expect(yield* ensure(there)).toEqual(identity)
      expect(read(there, config)).not.toBe(before)
      const again = beside(here, "moved again")
      fs.renameSync(there.root, again.root)
      expect(yield* ensure(again)).toEqual(identity)
    }))

  it.scopedLive("I-08 keeps its id where the machine calls the device by another number", () =>
    Effect.gen(function*() {
      const { here, identity } = yield* ownRepository
      const before = read(here, config)
      edit(here, config, /v1-\d+-/, "v1-4711-")
      expect(yield* ensure(here)).toEqual(identity)
      expect(read(here, config)).toBe(before)
    }))

  it.scopedLive("I-08 without git keeps its id when it is moved", () =>
    Effect.gen(function*() {
      const here = yield* project()
      const identity = yield* ensure(here)
      const there = beside(here, "moved")
      fs.renameSync(here.root, there.root)
      expect(yield* ensure(there)).toEqual(identity)
    }))

  it.scopedLive("I-08 an id without fingerprint is adopted, with the node's, and gets one", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: byHand })
      expect(yield* ensure(here)).toMatchObject({ project_uuid: uuid, build_id: given, node_id: foreignNode })
      expect(read(here, config)).toMatch(/^ {2}id: 6f1c2b1e.*\n {2}fingerprint: v1-/m)
      const there = beside(here, "copy")
      copy(here, there)
      expect((yield* ensure(there)).build_id).not.toBe(given)
    }))

  it.scopedLive("I-08 an id without fingerprint in local.yaml is adopted as well", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: `project:\n  uuid: ${uuid}\n`, [local]: `build:\n  id: ${given}\n` })
      expect(yield* ensure(here)).toMatchObject({ project_uuid: uuid, build_id: given })
      expect(parse(read(here, local))).toMatchObject({ build: { id: given, fingerprint: expect.stringMatching(/^v1-/) } })
    }))

  it.scopedLive("I-08 keeps its id when config.yaml is committed later; the id moves to local.yaml and the clones make their own", () =>
    Effect.gen(function*() {
      const { here, identity } = yield* ownRepository
      git(here.root, "add", config)
      git(here.root, "commit", "-q", "-m", "config")
      expect(yield* ensure(here)).toEqual(identity)
      expect(parse(read(here, local))).toMatchObject({ build: { id: identity.build_id } })
      expect(git(here.root, "status", "--porcelain", "--untracked-files=all")).toBe("")
      const there = beside(here, "clone")
      clone(here, there)
      const other = yield* ensure(there)
      expect(other.project_uuid).toBe(identity.project_uuid)
      expect(other.build_id).not.toBe(identity.build_id)
      expect(git(there.root, "status", "--porcelain", "--untracked-files=all")).toBe("")
    }))
})

const addWorktree = (from: Checkout, to: Checkout) => git(from.root, "worktree", "add", "-q", to.root)
const cloneAgain = (from: Checkout, to: Checkout) => {
  // Gone and cloned anew at the same path: the file system may give it the same inode numbers.
  copy(from, to)
  fs.rmSync(from.root, { recursive: true })
  git(path.dirname(from.root), "clone", "-q", to.root, from.root)
}

describe("another checkout", () => {
  it.scopedLive.each([
    ["a copy of the folder", ownRepository, copy],
    ["a copy with a committed config.yaml", sharedRepository, copy],
    ["a clone", sharedRepository, clone],
    ["a worktree", sharedRepository, addWorktree]
  ] as const)("I-08 %s has an id of its own, and leaves the other one's alone", ([, make, to]) =>
    Effect.gen(function*() {
      const { here, identity } = yield* make
      const there = beside(here, "other")
      to(here, there)
      const own = yield* ensure(there)
      expect(own.build_id).not.toBe(identity.build_id)
      expect(own.project_uuid).toBe(identity.project_uuid)
      expect([yield* ensure(there), yield* ensure(here)]).toEqual([own, identity])
    }))

  it.scopedLive("I-08 that was deleted and cloned again at the same path has a new id", () =>
    Effect.gen(function*() {
      const { here, identity } = yield* ownRepository
      git(here.root, "add", config)
      git(here.root, "commit", "-q", "-m", "config")
      cloneAgain(here, beside(here, "aside"))
      const again = yield* ensure(here)
      expect(again.project_uuid).toBe(identity.project_uuid)
      expect(again.build_id).not.toBe(identity.build_id)
    }))

  it.scopedLive("I-08 of a project below the top of its repository is told apart, too, and may be moved", () =>
    Effect.gen(function*() {
      const top = yield* temporaryFolder
      git(top, "init", "-q")
      const at = (name: string): Checkout => ({ root: path.join(top, name), home: path.join(top, "home") })
      fs.mkdirSync(path.join(top, "one/kitty-specs"), { recursive: true })
      const identity = yield* ensure(at("one"))
      copy(at("one"), at("two"))
      expect((yield* ensure(at("two"))).build_id).not.toBe(identity.build_id)
      fs.renameSync(at("one").root, at("three").root)
      expect((yield* ensure(at("three"))).build_id).toBe(identity.build_id)
    }))

  it.scopedLive("I-08 I-07 of another account gets that account's node.id", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: byHand })
      yield* ensure(here)
      const there = beside(here, "copy")
      copy(here, there)
      const own = yield* ensure(there)
      expect(own.node_id).not.toBe(foreignNode)
      expect(own.node_id).toMatch(/^[0-9a-f]{12}$/)
      expect(parse(read(there, config))).toMatchObject({ build: { id: own.build_id }, node: { id: own.node_id } })
      expect(own.node_id).not.toBe(nodeIdOf("", ""))
    }))

  it.scopedLive("I-08 a fingerprint that can't be read vouches for nothing", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: byHand })
      yield* ensure(here)
      edit(here, config, /fingerprint: .*/, "fingerprint: v9-what")
      expect((yield* ensure(here)).build_id).not.toBe(given)
      expect(read(here, config)).toMatch(/fingerprint: v1-/)
    }))

  it.scopedLive("I-08 no path of a person is stored", () =>
    Effect.gen(function*() {
      const { here } = yield* ownRepository
      for (const part of here.root.split("/").filter((name) => name !== "" && name !== "My_Project")) {
        expect(read(here, config)).not.toContain(part)
      }
    }))
})

describe("a checkout that can't be written", () => {
  const unwritable = Effect.gen(function*() {
    const here = yield* project()
    makeUnwritable(here)
    return { here, identity: yield* ensure(here) }
  })

  it.scopedLive("I-08 keeps its id when it is moved, and its copy has another", () =>
    Effect.gen(function*() {
      const { here, identity } = yield* unwritable
      const copied = beside(here, "My_Project copy")
      copy(here, copied)
      const moved = beside(here, "My_Project moved")
      fs.renameSync(here.root, moved.root)
      const { identity: same, told } = yield* ensureAndTell(moved)
      expect(same).toMatchObject({ project_uuid: identity.project_uuid, build_id: identity.build_id })
      expect(told.map(({ code }) => code)).toEqual(["IDENTITY-01"])
      expect((yield* ensure(copied)).build_id).not.toBe(identity.build_id)
    }))

  it.scopedLive("I-08 deleted and made again at the same path is another project's", () =>
    Effect.gen(function*() {
      const { here, identity } = yield* unwritable
      const aside = beside(here, "aside")
      copy(here, aside)
      fs.rmSync(here.root, { recursive: true })
      copy(aside, here)
      const again = yield* ensure(here)
      expect(again.build_id).not.toBe(identity.build_id)
    }))

  it.scopedLive("I-07 gets its identity back into the repository once that can be written", () =>
    Effect.gen(function*() {
      const { here, identity } = yield* unwritable
      fs.rmSync(path.join(here.root, config))
      const { identity: same, told } = yield* ensureAndTell(here)
      expect([same, told]).toEqual([identity, []])
      expect(parse(read(here, config))).toMatchObject({ project: { uuid: identity.project_uuid }, build: { id: identity.build_id } })
      fs.rmSync(here.home, { recursive: true })
      expect(yield* projectUuid(here)).toEqual(Option.some(identity.project_uuid))
    }))
})
