import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { rollback } from "../../../src/programs/upgrade/rollback.js"
import { upgrade } from "../../../src/programs/upgrade/upgrade.js"
import { temporaryProject } from "../../fixtures/project.js"
import { legacyFiles, processOn, queueDisk, treeOf, type WorldOptions } from "./world.js"

const project = temporaryProject(legacyFiles)
const upgraded = (root: string, world: WorldOptions = {}) =>
  Effect.provide(upgrade({ dryRun: false, backupDir: null }), processOn(root, world))
const rolledBack = (root: string, world: WorldOptions = {}) => Effect.provide(rollback({ backupDir: null }), processOn(root, world))
const manifestOf = (root: string) => path.join(root, ".kittify/backup/0001/manifest.json")
const edited = (root: string, change: (manifest: Record<string, unknown>) => void) => {
  const manifest = JSON.parse(fs.readFileSync(manifestOf(root), "utf8"))
  change(manifest)
  fs.writeFileSync(manifestOf(root), JSON.stringify(manifest))
}

describe("upgrade --rollback", () => {
  it.scopedLive("I-25 puts every byte, mode and row back, removes what was made, and the backup", () =>
    Effect.gen(function*() {
      const root = yield* project
      fs.chmodSync(path.join(root, "kitty-specs/001-a/meta.json"), 0o600)
      const before = treeOf(root)
      const disk = queueDisk()
      yield* upgraded(root, { disk })
      const { data, exitCode } = yield* rolledBack(root, { disk })
      expect([exitCode, data.rolled_back]).toEqual([0, { files: 4, rows: 6, left_alone: [], backup: null, older: 0 }])
      expect(treeOf(root)).toEqual(before)
      expect(disk.migrated).toEqual({ events: 0, broken: 0, bodies: 0 })
    }))

  it.scopedLive("I-25 a project that had no .kittify has none again, and no list of ignored files either", () =>
    Effect.gen(function*() {
      const root = yield* project
      fs.rmSync(path.join(root, ".kittify"), { recursive: true })
      fs.rmSync(path.join(root, ".git/info/exclude"))
      const before = treeOf(root)
      yield* upgraded(root)
      expect(treeOf(root)[".kittify"]).toBe("folder")
      yield* rolledBack(root)
      expect(treeOf(root)).toEqual(before)
    }))

  it.scopedLive("I-25 a file that was changed, removed or replaced since stays so, is named, and its original is kept", () =>
    Effect.gen(function*() {
      const root = yield* project
      yield* upgraded(root)
      fs.appendFileSync(path.join(root, "kitty-specs/001-a/meta.json"), "mine")
      fs.rmSync(path.join(root, "kitty-specs/002-b/meta.json"))
      fs.appendFileSync(path.join(root, ".kittify/local.yaml"), "mine")
      const { data, diagnostics, exitCode } = yield* rolledBack(root)
      expect(exitCode).toBe(3)
      expect(data.rolled_back?.left_alone.map(({ detail, path }) => [path, detail])).toEqual([
        [".kittify/local.yaml", "it was changed since the upgrade"],
        ["kitty-specs/001-a/meta.json", "it was changed since the upgrade"],
        ["kitty-specs/002-b/meta.json", "it was removed since the upgrade"]
      ])
      expect(diagnostics.map(({ code }) => code)).toEqual(["UPGRADE-08", "UPGRADE-08", "UPGRADE-08"])
      const now = treeOf(root)
      expect(now["kitty-specs/001-a/meta.json"]).toBe("644 {\"new\":1}\r\nmine")
      expect(now[".kittify/config.yaml"]).toBe("644 # ours\nold: x\n")
      expect(now[".kittify/backup/0001/files/kitty-specs/001-a/meta.json"]).toBe("644 {\"old\":1}\r\n")
      // The advice: the originals copied over by hand, the rollback ends.
      for (const file of ["kitty-specs/001-a/meta.json", "kitty-specs/002-b/meta.json"]) {
        fs.copyFileSync(path.join(root, ".kittify/backup/0001/files", file), path.join(root, file))
      }
      fs.rmSync(path.join(root, ".kittify/local.yaml"))
      expect((yield* rolledBack(root)).data.rolled_back?.backup).toBeNull()
      expect(treeOf(root)).toEqual(treeOf(yield* project))
    }))

  it.scopedLive("I-25 an original that is damaged is not put back", () =>
    Effect.gen(function*() {
      const root = yield* project
      yield* upgraded(root)
      fs.appendFileSync(path.join(root, ".kittify/backup/0001/files/kitty-specs/001-a/meta.json"), "rot")
      const { data } = yield* rolledBack(root)
      expect(data.rolled_back?.left_alone.map(({ detail }) => detail)).toEqual(["its original in the backup is damaged or gone"])
      expect(treeOf(root)["kitty-specs/001-a/meta.json"]).toContain("new")
    }))

  it.scopedLive("I-25 without a backup it says where it looked, and writes nothing", () =>
    Effect.gen(function*() {
      const root = yield* project
      const before = treeOf(root)
      const error = yield* Effect.flip(rolledBack(root))
      expect([error._tag, error.message]).toEqual(["NoBackup", "There is no backup in .kittify/backup: nothing is rolled back."])
      expect(treeOf(root)).toEqual(before)
    }))

  it.scopedLive("I-25 a manifest that names places outside, or is none, is refused, and nothing is touched", () =>
    Effect.gen(function*() {
      for (const name of ["../outside", "/etc/passwd", ".git/hooks/pre-commit", "kitty-specs/../../x", "a/.GIT/config", "C:/x", "a\\..\\..\\x", ""]) {
        const root = yield* project
        yield* upgraded(root)
        edited(root, (manifest) => (manifest["files"] = [{ path: name, before: null, after: [] }]))
        const before = treeOf(root)
        expect(yield* Effect.flip(rolledBack(root)), name).toMatchObject({ _tag: "BackupUnusable", path: ".kittify/backup/0001" })
        expect(yield* Effect.flip(upgraded(root)), name).toMatchObject({ _tag: "BackupUnusable", path: ".kittify/backup/0001" })
        expect(treeOf(root)).toEqual(before)
      }
      const root = yield* project
      yield* upgraded(root)
      fs.writeFileSync(manifestOf(root), "{")
      expect(yield* Effect.flip(rolledBack(root))).toMatchObject({ _tag: "BackupUnusable" })
      // The advice: moved elsewhere, it is in nobody's way.
      fs.renameSync(path.join(root, ".kittify/backup/0001"), path.join(root, "elsewhere"))
      expect((yield* upgraded(root)).exitCode).toBe(0)
    }))
})
