import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import * as LegacyFilesLayer from "../../../src/layers/legacy/LegacyFiles.js"
import * as Notices from "../../../src/layers/memory/Notices.js"
import * as CryptoRandom from "../../../src/layers/node/CryptoRandom.js"
import * as Git from "../../../src/layers/node/Git.js"
import * as Identifiers from "../../../src/layers/node/Identifiers.js"
import * as LeaseOwner from "../../../src/layers/node/LeaseOwner.js"
import * as MissionStoreLayer from "../../../src/layers/node/MissionStore.js"
import * as Project from "../../../src/layers/node/Project.js"
import * as ProjectIdentityStoreLayer from "../../../src/layers/node/ProjectIdentityStore.js"
import { Environment, layer as settings } from "../../../src/layers/node/Settings.js"
import { LegacyFiles, type RewrittenFiles } from "../../../src/services/LegacyFiles.js"
import { MissionStore } from "../../../src/services/MissionStore.js"
import { ProjectIdentityStore } from "../../../src/services/ProjectIdentityStore.js"
import { textOf, writtenObject } from "../../domain/legacy/jsonTexts.js"
import { git } from "../node/checkout.js"
import { temporaryFolder, writeFiles } from "../node/temporary.js"

type Files = ReadonlyArray<readonly [string, string | Uint8Array]>

const slug = "071-invoice-export"
const mission = `kitty-specs/${slug}`
const uuid = "8a4a7da6-a97c-4bb4-893a-b31664abfee4"
const config = `# ours\nproject:\n  uuid: ${uuid} # kept\n  slug: billing\ntracker:\n  provider: linear\n`
const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`

const legacy: Files = [
  [".kittify/config.yaml", config],
  [`.kittify/dossiers/${slug}/parity-baseline.json`, json({ baseline_key: { feature_slug: slug, mission_key: "plan" }, baseline_key_hash: "x" })],
  [`.kittify/dossiers/${slug}/snapshot-latest.json`, json({ feature_slug: slug, total_artifacts: 1 })],
  [`${mission}/.kittify/dossiers/${slug}/snapshot-latest.json`, json({ feature_slug: slug, total_artifacts: 2 })],
  [`${mission}/lanes.json`, json({ version: 1, feature_slug: slug })],
  [`${mission}/meta.json`, json({ feature_number: "071", feature_slug: slug, mission: "plan", target_branch: "main" })],
  [`${mission}/spec.md`, "feature_slug: stays\n"],
  [`${mission}/status.events.jsonl`, "{\"event_id\":\"A\",\"execution_mode\":\"direct_repo\",\"feature_slug\":\"x\"}\noops\n{\"event_id\":\"B\"}\n"],
  [`${mission}/status.json`, json({ feature_slug: slug, event_count: 1 })]
]

/** Settings as `upgrade` has them where config.yaml can't be read: those of the project are left out. */
const settingsOf = (root: string) =>
  settings().pipe(Layer.provide([NodeContext.layer, Layer.succeed(Environment, { HOME: `${root}-home`, SPEC_KITTY_HOME: `${root}-home` })]))

const layerOf = (root: string) => LegacyFilesLayer.layer.pipe(
  Layer.provideMerge(Layer.mergeAll(MissionStoreLayer.layer, ProjectIdentityStoreLayer.layer)),
  Layer.provideMerge(Layer.mergeAll(Git.layer, LeaseOwner.layer, settingsOf(root))),
  Layer.provideMerge(Layer.mergeAll(Project.layer(root), Identifiers.layer, Notices.layer)),
  Layer.provideMerge(Layer.mergeAll(NodeContext.layer, CryptoRandom.layer))
)

/** A project with these files, gone at the end of the scope. */
const projectWith = (files: Files) =>
  Effect.gen(function*() {
    const root = yield* temporaryFolder
    yield* Effect.addFinalizer(() => Effect.sync(() => fs.rmSync(`${root}-home`, { recursive: true, force: true })))
    fs.mkdirSync(path.join(root, ".kittify"))
    writeFiles(root, files)
    return root
  })

const rewrittenAt = (root: string) => Effect.flatMap(LegacyFiles, ({ rewritten }) => rewritten).pipe(Effect.provide(layerOf(root)))
const apply = (root: string, { files }: RewrittenFiles) => writeFiles(root, files.map(({ after, path: name }) => [name, after]))
const textIn = (files: RewrittenFiles, name: string) => {
  const found = files.files.find(({ path: file }) => file === name)
  return found === undefined ? undefined : new TextDecoder("utf-8", { ignoreBOM: true }).decode(found.after)
}

/** The verdict of the live reader on every mission, by slug. */
const verdictsAt = (root: string) =>
  Effect.gen(function*() {
    const store = yield* MissionStore
    return yield* Effect.forEach(yield* store.list, (directory) =>
      Effect.map(Effect.either(store.read(directory)), Either.match({ onLeft: ({ _tag }) => `${directory.slug}: ${_tag}`, onRight: () => `${directory.slug}: read` })))
  }).pipe(Effect.provide(layerOf(root)))

describe("LegacyFiles.rewritten", () => {
  it.scopedLive("I-18 I-35 I-36 G-M4 every file with old names, as it is to be; live readers take what was written, and a second run finds nothing", () =>
    Effect.gen(function*() {
      const root = yield* projectWith(legacy)
      expect(yield* verdictsAt(root)).toEqual([`${slug}: LegacyState`])
      const plan = yield* rewrittenAt(root)
      expect(plan.files.map(({ kind, path: file }) => [kind, file])).toEqual([
        ["config", ".kittify/config.yaml"],
        ["baseline", `.kittify/dossiers/${slug}/parity-baseline.json`],
        ["snapshot", `.kittify/dossiers/${slug}/snapshot-latest.json`],
        ["snapshot", `${mission}/.kittify/dossiers/${slug}/snapshot-latest.json`],
        ["lanes", `${mission}/lanes.json`],
        ["meta", `${mission}/meta.json`],
        ["event_log", `${mission}/status.events.jsonl`],
        ["status", `${mission}/status.json`]
      ])
      expect(textIn(plan, `${mission}/status.json`)).toBe(json({ mission_slug: slug, event_count: 1 }))
      expect(textIn(plan, `${mission}/status.events.jsonl`))
        .toBe("{\"event_id\":\"A\",\"execution_mode\":\"direct_repo\",\"mission_slug\":\"x\"}\noops\n{\"event_id\":\"B\"}\n")
      expect(plan.leftAlone).toEqual([{ path: `${mission}/status.events.jsonl`, line: 2, detail: "the line is not JSON" }])
      expect([...plan.missions]).toEqual([[slug, { slug, number: 71, type: "plan", directRepoEvents: new Set(["A"]) }]])
      for (const { before, path: file } of plan.files) expect(before === null ? null : Buffer.from(before)).toEqual(fs.readFileSync(path.join(root, file)))
      apply(root, plan)
      expect(yield* verdictsAt(root)).toEqual([`${slug}: read`])
      const second = yield* rewrittenAt(root)
      expect(second.files).toEqual([])
      expect([second.projectUuid, second.buildId, second.nodeId]).toEqual([plan.projectUuid, plan.buildId, plan.nodeId])
      expect(second.missions).toEqual(plan.missions)
    }))

  it.scopedLive("I-38 a BOM, CRLF, the missing last newline and the permissions stay", () =>
    Effect.gen(function*() {
      const files: Files = [
        [`${mission}/meta.json`, "\uFEFF{\r\n\t\"feature_slug\": \"\\u2014\"\r\n}"],
        [`${mission}/status.events.jsonl`, "\uFEFF{\"feature_slug\":1}\r\n"],
        [".kittify/config.yaml", `\uFEFFfeature_slug: x\r\nproject:\r\n  uuid: ${uuid}\r\n`]
      ]
      const root = yield* projectWith(files)
      for (const [file] of files) fs.chmodSync(path.join(root, file), 0o640)
      const plan = yield* rewrittenAt(root)
      expect(textIn(plan, `${mission}/meta.json`)).toBe("\uFEFF{\r\n\t\"mission_slug\": \"\\u2014\"\r\n}")
      expect(textIn(plan, `${mission}/status.events.jsonl`)).toBe("\uFEFF{\"mission_slug\":1}\r\n")
      expect(textIn(plan, ".kittify/config.yaml")).toMatch(/^\uFEFFmission_slug: x\r\nproject:\r\n {2}uuid: [0-9a-f-]+\r\n/)
      expect(plan.files.map(({ mode }) => mode)).toEqual([0o640, 0o640, 0o640])
      apply(root, plan)
      expect((yield* rewrittenAt(root)).files).toEqual([])
    }))

  it.scopedLive("I-38 a file without old names is not in it, whatever is in it", () =>
    Effect.gen(function*() {
      const root = yield* projectWith([
        [`${mission}/meta.json`, "{ \"mission_number\" :null}"],
        [`${mission}/status.events.jsonl`, ""],
        [`${mission}/lanes.json`, "{}"],
        [`${mission}/tasks/meta.json`, "{\"feature_slug\":1}"],
        [`${mission}/research/status.json`, "{\"feature_slug\":1}"]
      ])
      const plan = yield* rewrittenAt(root)
      expect(plan.files.map(({ path: file }) => file)).toEqual([".kittify/config.yaml"])
      expect(plan.leftAlone).toEqual([])
    }))

  it.scopedLive("I-38 G-Q13 what can't be read is named, with its line where it has one, and stops nothing", () =>
    Effect.gen(function*() {
      const root = yield* projectWith([
        [".kittify/config.yaml", config],
        ["kitty-specs/a/meta.json", "{\n  \"feature_slug\": \"a\",\n}"],
        ["kitty-specs/a/status.json", Uint8Array.of(0x7b, 0xff)],
        ["kitty-specs/a/lanes.json/x", ""],
        ["kitty-specs/a/.kittify/dossiers/a/snapshot-latest.json", ""],
        ["kitty-specs/b/meta.json", json({ feature_slug: "b" })],
        ["kitty-specs/b/status.events.jsonl", "x\n".repeat(22)],
        ["secret.json", json({ feature_slug: "secret" })]
      ])
      fs.symlinkSync("../../secret.json", path.join(root, "kitty-specs/b/lanes.json"))
      execFileSync("mkfifo", [path.join(root, "kitty-specs/b/status.json")])
      const plan = yield* rewrittenAt(root)
      const named = plan.leftAlone.map(({ detail, line, path: file }) => `${file}${line === null ? "" : `:${line}`} ${detail}`)
      expect(named.filter((text) => !/events\.jsonl:\d+ the line is not JSON$/.test(text))).toEqual([
        "kitty-specs/a/meta.json:3 it is not JSON",
        "kitty-specs/a/status.json it is not UTF-8",
        "kitty-specs/a/lanes.json it is not a regular file",
        "kitty-specs/a/.kittify/dossiers/a/snapshot-latest.json:1 it is not JSON",
        "kitty-specs/b/status.events.jsonl 2 more lines are not JSON",
        "kitty-specs/b/status.json it is not a regular file",
        "kitty-specs/b/lanes.json it is a symbolic link"
      ])
      expect(named).toHaveLength(27)
      expect(plan.files.map(({ path: file }) => file)).toEqual([".kittify/config.yaml", "kitty-specs/b/meta.json"])
      expect([...plan.missions.values()].map(({ number, slug: name, type }) => [name, number, type])).toEqual([["a", null, null], ["b", null, null]])
    }))

  it.scopedLive("I-38 G-Q13 a text of ten megabytes that does not end is named as well", () =>
    Effect.gen(function*() {
      const root = yield* projectWith([
        [".kittify/config.yaml", config],
        ["kitty-specs/a/meta.json", `{"feature_slug":"${"x".repeat(10_000_000)}`],
        ["kitty-specs/a/status.events.jsonl", `{"feature_slug":1}\n{"a":"${"x".repeat(10_000_000)}\n`]
      ])
      const plan = yield* rewrittenAt(root)
      expect(plan.leftAlone.map(({ detail, path: file }) => [file, detail])).toEqual([
        ["kitty-specs/a/meta.json", "it is not JSON"], ["kitty-specs/a/status.events.jsonl", "the line is not JSON"]
      ])
      expect(textIn(plan, "kitty-specs/a/status.events.jsonl")?.startsWith("{\"mission_slug\":1}\n{\"a\":\"x")).toBe(true)
    }))

  it.scopedLive("I-38 S26 a mission behind a link is rewritten where it lies, once; one outside of the project is not read", () =>
    Effect.gen(function*() {
      const outside = yield* temporaryFolder
      writeFiles(outside, [["far/meta.json", json({ feature_slug: "far" })]])
      const root = yield* projectWith([["shelf/near/meta.json", json({ feature_number: 1 })], ["kitty-specs/own/meta.json", json({ feature_number: 2 })]])
      fs.symlinkSync(path.join(outside, "far"), path.join(root, "kitty-specs/far"))
      fs.symlinkSync("../shelf/near", path.join(root, "kitty-specs/near"))
      fs.symlinkSync("own", path.join(root, "kitty-specs/zwei"))
      const plan = yield* rewrittenAt(root)
      expect(plan.files.map(({ path: file }) => file)).toEqual([".kittify/config.yaml", "kitty-specs/own/meta.json", "shelf/near/meta.json"])
      expect(textIn(plan, "kitty-specs/own/meta.json")).toBe(json({ mission_number: 2, mission_slug: "own" }))
      expect([...plan.missions.keys()].sort()).toEqual(["near", "own", "zwei"])
    }))

  it.scopedLive("I-38 G-M4 files of the main checkout, linked from a worktree, are named as that one's to upgrade", () =>
    Effect.gen(function*() {
      const main = yield* projectWith([...legacy, [".gitignore", "kitty-specs\n"]])
      git(main, "init", "-q")
      git(main, "add", ".gitignore")
      git(main, "commit", "-qm", "start")
      const tree = path.join(main, ".worktrees", "lane-a")
      git(main, "worktree", "add", "-q", tree, "-b", "lane-a")
      fs.mkdirSync(path.join(tree, ".kittify"))
      fs.symlinkSync(path.join(main, "kitty-specs"), path.join(tree, "kitty-specs"))
      const plan = yield* rewrittenAt(tree)
      expect(plan.files.map(({ path: file }) => file)).toEqual([".kittify/config.yaml"])
      expect(plan.leftAlone.map(({ path: file }) => file)).toContain(path.join(main, mission, "meta.json"))
      expect(plan.missions.get(slug)?.number).toBe(71)
    }))

  it.scopedLive("I-38 G-M4 any files: afterwards the live reader takes every mission, and a second run finds nothing", () =>
    Effect.gen(function*() {
      const text = writtenObject.map(textOf)
      const log = FastCheck.array(text.map((line) => line.replace(/[\r\n]/g, " "))).map((lines) => lines.join("\n"))
      const samples = FastCheck.sample(FastCheck.tuple(text, text, text, log), { numRuns: 60, seed: 4 })
      const root = yield* projectWith(samples.flatMap(([meta, status, lanes, events], index) => [
        [`kitty-specs/m${index}/meta.json`, meta] as const,
        [`kitty-specs/m${index}/status.json`, status] as const,
        [`kitty-specs/m${index}/lanes.json`, lanes] as const,
        [`kitty-specs/m${index}/status.events.jsonl`, events] as const
      ]))
      expect((yield* verdictsAt(root)).filter((verdict) => verdict.endsWith(": LegacyState")).length).toBeGreaterThan(30)
      apply(root, yield* rewrittenAt(root))
      expect((yield* verdictsAt(root)).filter((verdict) => !verdict.endsWith(": read"))).toEqual([])
      expect((yield* rewrittenAt(root)).files).toEqual([])
    }))
})

describe("config.yaml", () => {
  const editsOf = (plan: RewrittenFiles, name: string) =>
    plan.files.find(({ path: file }) => file === name)?.edits.map(({ edit, from, to }) => [edit, from, to])

  it.scopedLive("I-18 old names and missing parts in one file; comments and unknown keys stay", () =>
    Effect.gen(function*() {
      const root = yield* projectWith([[".kittify/config.yaml", config.replace("provider:", "mission_key:")]])
      const plan = yield* rewrittenAt(root)
      expect(textIn(plan, ".kittify/config.yaml")?.startsWith(config.replace("provider:", "mission_type:"))).toBe(true)
      expect(editsOf(plan, ".kittify/config.yaml")).toEqual([
        ["rename", "mission_key", "mission_type"], ["add", null, "build.id"], ["add", null, "node.id"]
      ])
      expect(plan.projectUuid).toBe(uuid)
      expect(plan.identity.map(({ part, step }) => [part, step])).toContainEqual(["project.uuid", "keep"])
      apply(root, plan)
      const identity = yield* Effect.flatMap(ProjectIdentityStore, ({ provisional }) => provisional).pipe(Effect.provide(layerOf(root)))
      expect([identity.project_uuid, identity.build_id, identity.node_id]).toEqual([plan.projectUuid, plan.buildId, plan.nodeId])
    }))

  it.scopedLive("I-18 where it is absent it is made, readable as any new file", () =>
    Effect.gen(function*() {
      const root = yield* projectWith([["kitty-specs/a/spec.md", ""]])
      fs.rmdirSync(path.join(root, ".kittify"))
      const plan = yield* rewrittenAt(root)
      expect(plan.files.map(({ before, kind, mode, path: file }) => ({ before, kind, mode, file })))
        .toEqual([{ before: null, kind: "config", mode: 0o644, file: ".kittify/config.yaml" }])
      expect(editsOf(plan, ".kittify/config.yaml")?.[0]).toEqual(["add", null, "project.uuid"])
      expect(textIn(plan, ".kittify/config.yaml")).toContain(String(plan.projectUuid))
    }))

  it.scopedLive("I-18 tracked by git: what is this checkout's own goes beside it", () =>
    Effect.gen(function*() {
      const root = yield* projectWith([[".kittify/config.yaml", config]])
      git(root, "init", "-q")
      git(root, "add", ".")
      const plan = yield* rewrittenAt(root)
      expect(plan.files.map(({ before, kind, path: file }) => [kind, file, before])).toEqual([["identity", ".kittify/local.yaml", null]])
      expect(editsOf(plan, ".kittify/local.yaml")).toEqual([["add", null, "build.id"], ["add", null, "node.id"]])
    }))

  it.scopedLive.each<[string, string | Uint8Array, number | null]>([
    ["is not YAML", "a: [\n", 2],
    ["has another uuid", "project:\n  uuid: none\nfeature_slug: x\n", 2],
    ["is no mapping", "- a\n", 1],
    ["is not UTF-8", Uint8Array.of(0xff), null]
  ])("I-38 G-Q13 one that %s is named and left, and the missions go on", ([_what, content, line]) =>
    Effect.gen(function*() {
      const root = yield* projectWith([[".kittify/config.yaml", content], ["kitty-specs/a/meta.json", json({ feature_slug: "a" })]])
      const plan = yield* rewrittenAt(root)
      expect(plan.files.map(({ path: file }) => file)).toEqual(["kitty-specs/a/meta.json"])
      expect(plan.leftAlone.map((it) => [it.path, it.line])).toEqual([[".kittify/config.yaml", line]])
      expect([plan.projectUuid, plan.buildId, plan.nodeId, plan.identity]).toEqual([null, null, null, []])
    }))

  it.scopedLive.each([["config.yaml", ".kittify/config.yaml"], ["the folder", ".kittify"]] as const)(
    "I-38 %s behind a link: named and left", ([_what, linked]) =>
      Effect.gen(function*() {
        const root = yield* projectWith([["elsewhere/config.yaml", config], ["kitty-specs/a/spec.md", ""]])
        if (linked === ".kittify") fs.rmdirSync(path.join(root, ".kittify"))
        fs.symlinkSync(linked === ".kittify" ? "elsewhere" : "../elsewhere/config.yaml", path.join(root, linked))
        const plan = yield* rewrittenAt(root)
        expect(plan.files).toEqual([])
        expect(plan.leftAlone).toEqual([{ path: linked, line: null, detail: "it is a symbolic link" }])
        expect(plan.projectUuid).toBeNull()
      })
  )

  it.scopedLive("I-38 old names in local.yaml, which the original never wrote, are named", () =>
    Effect.gen(function*() {
      const root = yield* projectWith([[".kittify/config.yaml", config], [".kittify/local.yaml", "feature_slug: x\n"]])
      const plan = yield* rewrittenAt(root)
      expect(plan.leftAlone).toEqual([{ path: ".kittify/local.yaml", line: null, detail: "it uses feature_slug: rename it to mission_slug by hand" }])
    }))
})
