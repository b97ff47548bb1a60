import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { execFile } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { promisify } from "node:util"
import { parse } from "yaml"
import { nodeIdOf } from "../../../src/layers/node/identity/machineAccount.js"
import { projectIdentityStoreLaws } from "../../../src/laws/projectIdentityStore.js"
import { checkoutLayer, git } from "./checkout.js"
import { committed, config, ensure, ensureAndTell, local, makeUnwritable, project, projectUuid, read } from "./identityWorld.js"

const uuid = "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10"
const shared = "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22"

projectIdentityStoreLaws("node", (effect) =>
  Effect.flatMap(project(), ({ home, root }) => Effect.provide(effect, checkoutLayer(root, home))))

describe("identity on disk", () => {
  it("I-07 node.id is the start of sha256(host:user)", () => {
    expect(nodeIdOf("myhost", "alice")).toBe("e79b718edb1a")
  })

  it.scopedLive("I-07 without git everything is in config.yaml, in sections project, build and node", () =>
    Effect.gen(function*() {
      const here = yield* project()
      const identity = yield* ensure(here)
      expect(parse(read(here, config))).toEqual({
        project: { uuid: identity.project_uuid, slug: "my-project" },
        build: { id: identity.build_id, fingerprint: expect.stringMatching(/^v1-/) },
        node: { id: identity.node_id }
      })
      expect(identity).toMatchObject({ project_slug: "my-project", repo_slug: null })
      expect(fs.existsSync(path.join(here.root, local))).toBe(false)
      expect(fs.readdirSync(path.join(here.root, ".kittify"))).toEqual(["config.yaml"])
    }))

  it.scopedLive("I-07 comments, order, unknown keys, spacing and line ends of config.yaml stay", () =>
    Effect.gen(function*() {
      const text = "# ours\r\nvcs:\r\n    type: git # really\r\nagents: {available: [claude, codex]}\r\ntracker:\r\n  unknown: 1"
      const here = yield* project({ [config]: text })
      yield* ensure(here)
      expect(read(here, config).startsWith(`${text}\r\nproject:\r\n  uuid: `)).toBe(true)
      expect(read(here, config).replaceAll("\r\n", "")).not.toContain("\n")
    }))

  it.scopedLive("I-07 a section that is there is filled in, and keeps its comments and unknown keys", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: "project: # whose\n  slug: billing # chosen\n  owner: ana\nvcs: {type: git}\n" })
      const identity = yield* ensure(here)
      expect(identity.project_slug).toBe("billing")
      expect(read(here, config)).toContain("slug: billing # chosen\n  owner: ana\n")
      expect(parse(read(here, config))).toMatchObject({
        project: { slug: "billing", owner: "ana", uuid: identity.project_uuid },
        vcs: { type: "git" }
      })
    }))

  it.scopedLive("I-07 of the flat shape uuid, slug and repo_slug are read; build_id and node_id, which clones share, are not", () =>
    Effect.gen(function*() {
      const flat = `project:\n  uuid: ${uuid.toUpperCase()}\n  slug: billing\n  node_id: 1f9c03ab77de\n  build_id: ${shared}\n  repo_slug: acme/billing\n`
      const here = yield* project({ [config]: flat })
      const identity = yield* ensure(here)
      expect(identity).toMatchObject({ project_uuid: uuid, project_slug: "billing", repo_slug: "acme/billing" })
      expect(identity.build_id).not.toBe(shared)
      expect(identity.node_id).not.toBe("1f9c03ab77de")
      expect(read(here, config).startsWith(flat)).toBe(true)
    }))

  it.scopedLive("I-07 slug and repo_slug come from the remote, without its secrets", () =>
    Effect.gen(function*() {
      const here = yield* project()
      git(here.root, "init", "-q")
      git(here.root, "remote", "add", "origin", "https://ana:s3cret@git.example/acme/sub/My_Billing.git")
      const identity = yield* ensure(here)
      expect(identity).toMatchObject({ project_slug: "my-billing", repo_slug: "acme/sub/My_Billing" })
      expect(read(here, config)).not.toContain("s3cret")
    }))

  it.scopedLive("U-34 where git tracks config.yaml, build and node are in local.yaml, and git sees no change", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: `project:\n  uuid: ${uuid}\n  slug: x\nbuild:\n  id: ${shared}\nnode:\n  id: 1f9c03ab77de\n` })
      committed(here)
      const identity = yield* ensure(here)
      expect(identity.project_uuid).toBe(uuid)
      expect(identity.build_id).not.toBe(shared)
      expect(parse(read(here, local))).toEqual({
        build: { id: identity.build_id, fingerprint: expect.stringMatching(/^v1-/) },
        node: { id: identity.node_id }
      })
      expect(git(here.root, "status", "--porcelain", "--untracked-files=all")).toBe("")
      expect(yield* ensure(here)).toEqual(identity)
      expect(fs.readFileSync(path.join(here.root, ".git/info/exclude"), "utf8").match(/local\.yaml/g)).toHaveLength(1)
    }))

  it.scopedLive("U-34 reading the uuid leaves the checkout and the user's folder as they are", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: "vcs: {type: git}\n" })
      committed(here)
      expect(yield* projectUuid(here)).toEqual(Option.none())
      expect(git(here.root, "status", "--porcelain", "--untracked-files=all")).toBe("")
      expect(fs.readdirSync(here.home)).toEqual([])
    }))

  it.scopedLive("I-09 processes that start together make one identity", () =>
    Effect.gen(function*() {
      const here = yield* project({ [config]: "vcs: {type: git}\n" })
      const script = path.join(import.meta.dirname, "ensureIdentityProcess.ts")
      const run = () => promisify(execFile)(process.execPath, ["--import", "tsx", script, here.root, here.home])
      const outputs = yield* Effect.promise(() => Promise.all(Array.from({ length: 4 }, run)))
      expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1)
      expect(outputs[0]?.stdout).toContain(parse(read(here, config)).project.uuid)
    }), 60_000)

  it.scopedLive("I-07 a checkout that can't be written keeps its identity in the user's folder", () =>
    Effect.gen(function*() {
      const here = yield* project()
      makeUnwritable(here)
      const { identity, told } = yield* ensureAndTell(here)
      expect(told.map(({ code, severity, target }) => [code, severity, target])).toEqual([["IDENTITY-01", "info", here.root]])
      expect(yield* ensureAndTell(here)).toEqual({ identity, told })
      expect(yield* projectUuid(here)).toEqual(Option.some(identity.project_uuid))
      expect(fs.readdirSync(path.join(here.root, ".kittify"))).toEqual(["config.yaml", "config.yaml.d"])
    }))
})

describe("identity files that can't be used", () => {
  const failure = (text: string) =>
    Effect.flatMap(project({ [config]: text }), (here) =>
      Effect.flip(ensure(here)).pipe(
        Effect.tap(() => expect(read(here, config)).toBe(text)),
        Effect.map((error) => ({ error, file: "file" in error ? path.basename(error.file) : "" }))
      ))

  it.scopedLive.each([
    ["a: [1,\nb: {", { _tag: "ConfigInvalid", line: 2 }],
    ["a: 1\nproject:\n  uuid: 12\n", { _tag: "ConfigInvalid", line: 3 }],
    ["project:\n  uuid: not-one\n", { _tag: "ConfigInvalid", line: 2, detail: "project.uuid must be a lower-case UUID of the project" }],
    ["a: 1\n\nproject: billing\n", { _tag: "ConfigInvalid", line: 3, detail: "project must be a mapping" }],
    ["- a\n- b\n", { _tag: "ConfigInvalid", line: 1, detail: "the document must be a mapping" }],
    ["a: 1\na: 2\n", { _tag: "ConfigInvalid", line: 2 }],
    ["project:\n  uuid: x\n  feature_slug: 001-a\n", { _tag: "LegacyState", field: "feature_slug" }],
    ["tracker:\n  deep:\n    - mission_key: x\n", { _tag: "LegacyState", field: "mission_key" }]
  ] as const)("I-19 %j is refused with its place, and left as it is", ([text, expected]) =>
    Effect.map(failure(text), ({ error, file }) => {
      expect(error).toMatchObject(expected)
      expect(file).toBe("config.yaml")
    }))

  it.scopedLive("I-07 project: null and an empty file count as no identity", () =>
    Effect.forEach(["project: null\n", "project:\nvcs: {type: git}\n", "", "# only words\n", "---\n"], (text) =>
      Effect.gen(function*() {
        const here = yield* project({ [config]: text })
        const identity = yield* ensure(here)
        expect(parse(read(here, config))).toMatchObject({ project: { uuid: identity.project_uuid } })
      })))
})
