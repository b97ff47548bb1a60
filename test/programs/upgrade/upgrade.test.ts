import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { LockPatience } from "../../../src/services/LockPatience.js"
import { ProjectFiles } from "../../../src/services/ProjectFiles.js"
import { rollback } from "../../../src/programs/upgrade/rollback.js"
import { upgrade } from "../../../src/programs/upgrade/upgrade.js"
import { type Files, temporaryProject } from "../../fixtures/project.js"
import { legacyFiles, processOn, queueDisk, treeOf, upgradedFiles, type WorldOptions } from "./world.js"

const project = (changes: Files = {}) => temporaryProject({ ...legacyFiles, ...changes })
const upgraded = (root: string, world: WorldOptions = {}, dryRun = false) =>
  Effect.provide(upgrade({ dryRun, backupDir: world.backupDir ?? null }), processOn(root, world))
const dryRun = (root: string, world: WorldOptions = {}) => upgraded(root, world, true)
const rolledBack = (root: string, world: WorldOptions = {}) =>
  Effect.provide(rollback({ backupDir: world.backupDir ?? null }), processOn(root, world))
const codes = (outcome: { readonly diagnostics: ReadonlyArray<{ readonly code: string }> }) => outcome.diagnostics.map(({ code }) => code)
const at = (root: string, file: string) => path.join(root, file)
const read = (root: string, file: string) => fs.readFileSync(at(root, file), "latin1")

describe("upgrade", () => {
  it.scopedLive("I-18 I-25 rewrites what is legacy, keeps modes and every other byte, and keeps the originals byte for byte", () =>
    Effect.gen(function*() {
      const root = yield* project()
      fs.chmodSync(at(root, "kitty-specs/001-a/meta.json"), 0o664)
      const before = treeOf(root)
      const disk = queueDisk()
      const { data, exitCode, next } = yield* upgraded(root, { disk })
      expect(exitCode).toBe(0)
      expect(next).toEqual(["spec-kitty sync", "spec-kitty upgrade --rollback"])
      expect(data.upgraded).toEqual({
        files: 4, events: { copied: 3, quarantined: 1 }, bodies: { copied: 2, quarantined: 0 }, left_alone: [],
        backup: ".kittify/backup/0001"
      })
      const after = treeOf(root)
      expect(after["kitty-specs/001-a/meta.json"]).toBe("664 {\"new\":1}\r\n")
      expect(after["kitty-specs/002-b/meta.json"]).toBe("644 {\"new\":2, \u00c3\u00bf}")
      expect(after["kitty-specs/003-c/meta.json"]).toBe(before["kitty-specs/003-c/meta.json"])
      expect(after[".git/info/exclude"]).toBe("644 # mine\n**/.kittify/backup/\n**/.kittify/local.yaml\n")
      for (const file of [".kittify/config.yaml", "kitty-specs/001-a/meta.json", "kitty-specs/002-b/meta.json"]) {
        expect(after[`.kittify/backup/0001/files/${file}`], file).toBe(before[file])
      }
      const manifest: unknown = JSON.parse(read(root, ".kittify/backup/0001/manifest.json"))
      expect(manifest).toMatchObject({ schema: "upgrade-backup@1", written_by: "1.2.3", state: "complete", queue_rows: true })
    }))

  it.scopedLive("I-26 G-M5 U-15 a dry run writes nothing, not even a folder, and shows the plan and the exit code of the run", () =>
    Effect.gen(function*() {
      const root = yield* project({ "kitty-specs/004-d/meta.json": "old !" })
      const before = treeOf(root)
      const disk = queueDisk()
      const told = yield* dryRun(root, { disk })
      expect(treeOf(root)).toEqual(before)
      expect(fs.existsSync(`${root}-home`)).toBe(false)
      expect(disk.migrated).toEqual({ events: 0, broken: 0, bodies: 0 })
      const done = yield* upgraded(root, { disk })
      expect(JSON.stringify(told.data.plan)).toBe(JSON.stringify(done.data.plan))
      expect([told.data.dry_run, told.data.upgraded, told.next]).toEqual([true, null, ["spec-kitty upgrade"]])
      expect([told.exitCode, done.exitCode]).toEqual([3, 3])
      expect(codes(told)).toEqual(codes(done))
    }))

  it.scopedLive("I-24 G-M1 a second run finds nothing to do and writes nothing at all", () =>
    Effect.gen(function*() {
      const root = yield* project()
      const disk = queueDisk()
      yield* upgraded(root, { disk })
      const before = treeOf(root)
      const again = yield* upgraded(root, { disk })
      expect(treeOf(root)).toEqual(before)
      expect([again.data.upgraded, again.exitCode, again.next]).toEqual([null, 0, []])
      const fresh = yield* temporaryProject({ ".kittify/config.yaml": "new", ".kittify/local.yaml": "build: 1\n", "kitty-specs/001-a/meta.json": "new" })
      const untouched = treeOf(fresh)
      expect((yield* upgraded(fresh)).data.plan?.isEmpty).toBe(true)
      expect(treeOf(fresh)).toEqual(untouched)
      expect(fs.existsSync(`${fresh}-home`)).toBe(false)
    }))

  it.scopedLive("G-M1 three at once make one backup, one result and no error", () =>
    Effect.gen(function*() {
      const root = yield* project()
      const disk = queueDisk()
      // Each must see the others as alive.
      const worlds = [0, 1, 2].map(() => processOn(root, { disk, alive: true }))
      const answers = yield* Effect.forEach(
        worlds,
        (world) => Effect.provide(upgrade({ dryRun: false, backupDir: null }), world),
        { concurrency: "unbounded" }
      )
      expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
      expect(answers.filter(({ data }) => data.upgraded !== null)).toHaveLength(1)
      expect(fs.readdirSync(at(root, ".kittify/backup"))).toEqual(["0001"])
      expect(disk.migrated).toEqual(disk.legacy)
      yield* rolledBack(root, { disk })
      expect(treeOf(root)).toEqual(treeOf(yield* project()))
    }))

  it.scopedLive("G-M1 while another one runs it waits, and then says that it is busy", () =>
    Effect.gen(function*() {
      const root = yield* project()
      const error = yield* Effect.flatMap(ProjectFiles, ({ exclusively }) =>
        exclusively(Effect.flip(Effect.provide(upgrade({ dryRun: false, backupDir: null }), processOn(root, { alive: true }))))
      ).pipe(Effect.provideService(LockPatience, Duration.millis(60)), Effect.provide(processOn(root, { alive: true })))
      expect([error._tag, error._tag === "StateNotWritable" && error.busy]).toEqual(["StateNotWritable", true])
      expect(read(root, "kitty-specs/001-a/meta.json")).toContain("old")
    }))

  it.scopedLive("I-26 a file that is changed after it was read is left alone and named, and the next run takes it", () =>
    Effect.gen(function*() {
      const root = yield* project()
      const file = "kitty-specs/001-a/meta.json"
      let looks = 0
      const disturbed = yield* upgraded(root, {
        files: (found) => {
          if (++looks === 1) fs.writeFileSync(at(root, file), "mine, old")
          return found
        }
      })
      expect(disturbed.exitCode).toBe(3)
      expect(disturbed.data.upgraded?.left_alone.map((it) => it.path)).toEqual([file])
      expect(codes(disturbed)).toEqual(["UPGRADE-05"])
      expect(read(root, file)).toBe("mine, old")
      expect((yield* upgraded(root)).data.upgraded).toMatchObject({ files: 1, backup: ".kittify/backup/0002" })
      expect(read(root, file)).toBe("mine, new")
      // One upgrade after the other goes back: to what was there before each.
      const first = yield* rolledBack(root)
      expect([first.data.rolled_back?.older, codes(first), first.next]).toEqual([1, ["UPGRADE-09"], ["spec-kitty upgrade --rollback"]])
      expect(read(root, file)).toBe("mine, old")
      const second = yield* rolledBack(root)
      expect([second.exitCode, second.data.rolled_back?.left_alone.map((it) => it.path)]).toEqual([3, [file]])
    }))

  it.scopedLive("I-18 where config.yaml was changed meanwhile, no row is brought over under an id that is not on disk", () =>
    Effect.gen(function*() {
      const root = yield* project()
      const disk = queueDisk()
      let looks = 0
      const { data, exitCode } = yield* upgraded(root, {
        disk,
        files: (found) => {
          if (++looks === 1) fs.appendFileSync(at(root, ".kittify/config.yaml"), "more: old\n")
          return found
        }
      })
      expect([exitCode, data.upgraded?.files, disk.migrated.events]).toEqual([3, 3, 0])
      expect((yield* upgraded(root, { disk })).exitCode).toBe(0)
      expect(disk.migrated).toEqual(disk.legacy)
    }))

  it.scopedLive("I-18 what can't be read is named, left alone and stops nothing; without config.yaml no row is told apart", () =>
    Effect.gen(function*() {
      const root = yield* project({ ".kittify/config.yaml": "old: !\n" })
      const disk = queueDisk()
      const { data, diagnostics, exitCode, next } = yield* upgraded(root, { disk })
      expect([exitCode, data.upgraded?.files, disk.migrated.events]).toEqual([3, 2, 0])
      expect(next).toEqual(["spec-kitty upgrade --rollback"])
      expect(diagnostics.map(({ code, target }) => [code, target])).toEqual([
        ["UPGRADE-05", ".kittify/config.yaml"], ["UPGRADE-06", ".kittify/config.yaml"]
      ])
      expect(read(root, ".kittify/config.yaml")).toBe("old: !\n")
      const again = yield* upgraded(root, { disk })
      expect([again.exitCode, again.data.upgraded]).toEqual([3, null])
    }))

  it.scopedLive("I-19 quarantined rows are a warning that names the reasons and a command that lists them", () =>
    Effect.gen(function*() {
      const root = yield* project()
      const { diagnostics } = yield* upgraded(root, { disk: queueDisk(5, 2, 0) })
      expect(diagnostics.map(({ code, fix, severity, why }) => [severity, code, why, fix])).toEqual([
        ["warning", "UPGRADE-07", "invalid_json: 2", "spec-kitty sync queue list --state quarantined"]
      ])
    }))

  it.scopedLive("I-24 nothing is written through a link: neither the backup nor a file", () =>
    Effect.gen(function*() {
      const elsewhere = yield* temporaryProject({ "meta.json": "old" })
      const root = yield* project()
      fs.symlinkSync(elsewhere, at(root, ".kittify/backup"))
      const before = treeOf(root)
      const error = yield* Effect.flip(upgraded(root))
      expect([error._tag, error.message]).toEqual(["StateNotWritable", expect.stringContaining(".kittify/backup")])
      expect(treeOf(root)).toEqual(before)
      expect(treeOf(elsewhere)).toEqual({ ".kittify": "folder", "meta.json": "644 old" })
      fs.rmSync(at(root, ".kittify/backup"))
      let looks = 0
      const { data } = yield* upgraded(root, {
        files: (found) => {
          if (++looks > 1) return found
          fs.rmSync(at(root, "kitty-specs/001-a"), { recursive: true })
          fs.symlinkSync(elsewhere, at(root, "kitty-specs/001-a"))
          return found
        }
      })
      expect(data.upgraded?.left_alone.map((it) => it.path)).toEqual(["kitty-specs/001-a/meta.json"])
      expect(treeOf(elsewhere)).toEqual({ ".kittify": "folder", "meta.json": "644 old" })
    }))

  it.scopedLive("G-M4 a reader that never has enough is found out, and the advice that is given works", () =>
    Effect.gen(function*() {
      const root = yield* project()
      const before = treeOf(root)
      const [one] = (yield* dryRun(root)).data.plan?.files ?? []
      const never: NonNullable<WorldOptions["files"]> = (found) => ({
        ...found,
        files: found.files.length > 0 ? found.files : [{
          path: one?.path ?? "", kind: "config", before: fs.readFileSync(at(root, one?.path ?? "")), after: Buffer.from("x"), mode: 0o644, edits: []
        }]
      })
      const error = yield* Effect.flip(upgraded(root, { files: never }))
      expect([error._tag, error.next]).toEqual(["UpgradeNotVerified", "spec-kitty upgrade --rollback"])
      expect((yield* rolledBack(root)).exitCode).toBe(0)
      expect(treeOf(root)).toEqual(before)
    }))

  it.scopedLive("I-25 --backup-dir keeps the originals elsewhere, for two checkouts apart, and the rollback is told to look there", () =>
    Effect.gen(function*() {
      const [one, other, elsewhere] = [yield* project(), yield* project(), yield* temporaryProject({})]
      const backupDir = path.join(elsewhere, "two words")
      const before = treeOf(one)
      const { next } = yield* upgraded(one, { backupDir })
      expect(next[1]).toBe(`spec-kitty upgrade --rollback --backup-dir '${backupDir}'`)
      yield* upgraded(other, { backupDir })
      expect(fs.readdirSync(backupDir)).toHaveLength(2)
      expect(fs.existsSync(at(one, ".kittify/backup"))).toBe(false)
      expect(yield* Effect.flip(rolledBack(one))).toMatchObject({ _tag: "NoBackup", directory: ".kittify/backup" })
      yield* rolledBack(one, { backupDir })
      expect(treeOf(one)).toEqual(before)
      expect(fs.readdirSync(backupDir)).toHaveLength(1)
      expect(Object.keys(upgradedFiles(other))).toContain(".kittify/local.yaml")
    }))
})
