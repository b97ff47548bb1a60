import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import { execFile } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as Indexer from "../../../src/layers/node/ArtifactIndexer.js"
import * as NodeTree from "../../../src/layers/node/ArtifactTree.js"
import { type DirectoryEntry, type FileOperations, nodeFileOperations } from "../../../src/layers/node/tree/FileOperations.js"
import { scanMissions } from "../../../src/programs/dossier/scanMissions.js"
import { type Files, metaJson, temporaryProject } from "../../fixtures/project.js"
import { inProject } from "../sync/world.js"

const mission = "kitty-specs/001-ärger"
const root = fileURLToPath(new URL("../../..", import.meta.url))
const bytes = (...values: ReadonlyArray<number>) => Uint8Array.from(values)

/** Names and contents that a locale, a platform or an encoding could treat in two ways. */
const odd: Files = {
  [`${mission}/meta.json`]: metaJson("001-ärger"),
  [`${mission}/spec.md`]: "# Spec\n",
  [`${mission}/plan.md`]: "\uFEFF# Plan with a BOM\r\n",
  [`${mission}/tasks.md`]: "no newline at the end",
  [`${mission}/research/Z.md`]: "upper\n",
  [`${mission}/research/a.md`]: "lower\n",
  [`${mission}/research/ä.md`]: "umlaut\n",
  [`${mission}/research/a\u0308.md`]: "umlaut of two characters\n",
  [`${mission}/research/\uFF21.md`]: "above the surrogates\n",
  [`${mission}/research/🍵.md`]: "beyond them\n",
  [`${mission}/research/İstanbul.md`]: "a dotted capital\n",
  [`${mission}/research/10.md`]: "ten\n",
  [`${mission}/research/9.md`]: "nine\n",
  [`${mission}/research/latin-1.md`]: bytes(0xe4, 0x0a),
  [`${mission}/research/chart.png`]: bytes(0x89, 0x50, 0x4e, 0x47, 0, 0xff),
  [`${mission}/research/empty.md`]: "",
  [`${mission}/tasks/WP01-first.md`]: "# WP01\n"
}

/** The scan of the mission by these file operations, without moments and ids of the run. */
const scanned = (operations: FileOperations) =>
  scanMissions({ selection: { _tag: "All" }, step: null, emit: false }).pipe(
    Effect.provide(Indexer.layer.pipe(Layer.provide(NodeTree.layerWith(operations)))),
    Effect.map(({ data }) => data.missions.map(({ artifacts, canonical_snapshot_hash, missing, parity_hash_sha256, skipped }) => ({
      artifacts: artifacts.map(({ artifact_class, artifact_key, content_hash_sha256, error_reason, is_present, relative_path, upload }) =>
        [relative_path, artifact_key, artifact_class, content_hash_sha256, is_present, error_reason, upload.decision]),
      missing: missing.map(({ artifact }) => artifact.artifact_key),
      skipped, parity_hash_sha256, canonical_snapshot_hash
    })))
  )

/** The entries of a directory, ordered by `keys` instead of by the file system. */
const inOrder = (entries: ReadonlyArray<DirectoryEntry>, keys: ReadonlyArray<number>): ReadonlyArray<DirectoryEntry> =>
  entries.map((entry, at) => [keys[at % keys.length] ?? 0, entry] as const).sort(([a], [b]) => a - b).map(([, entry]) => entry)

const machines: ReadonlyArray<Record<string, string>> = [
  { LANG: "C", LC_ALL: "C", TZ: "UTC" },
  { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Asia/Kathmandu" },
  { LANG: "sv_SE.UTF-8", LC_ALL: "sv_SE.UTF-8", TZ: "Pacific/Kiritimati", NODE_ICU_DATA: "" },
  { LANG: "de_DE.ISO-8859-1", LC_ALL: "de_DE.ISO-8859-1", TZ: "America/St_Johns" }
]

const script = fileURLToPath(new URL("./scanProcess.ts", import.meta.url))
const scanOnMachine = (directory: string, environment: Record<string, string>) =>
  Effect.promise(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script, directory], {
      cwd: root,
      env: { PATH: process.env["PATH"] ?? "", HOME: `${directory}-home`, GIT_CEILING_DIRECTORIES: path.dirname(directory), ...environment }
    })
    return stdout
  })

describe("the same files give the same dossier", () => {
  it.scopedLive("D-37 in every locale, in every time zone, at every place on disk, whatever was written first", () =>
    Effect.gen(function*() {
      const answers = yield* Effect.forEach(machines, (environment, n) =>
        Effect.gen(function*() {
          const files = n % 2 === 0 ? odd : Object.fromEntries(Object.entries(odd).reverse())
          const directory = yield* temporaryProject(files)
          // Another umask and other moments of change are no other content.
          for (const name of Object.keys(odd)) fs.utimesSync(path.join(directory, name), n * 1e8, n * 1e8)
          return yield* scanOnMachine(directory, environment)
        }), { concurrency: 2 })
      expect(answers[0]).toContain("🍵")
      expect(answers[0]?.length).toBeGreaterThan(2000)
      for (const answer of answers) expect(answer).toBe(answers[0])
    }))

  it.scoped("D-37 however the file system orders its entries", () =>
    inProject(odd, () =>
      Effect.gen(function*() {
        const first = yield* scanned(nodeFileOperations)
        expect(first[0]?.artifacts).toHaveLength(Object.keys(odd).length)
        const orders = FastCheck.sample(FastCheck.array(FastCheck.nat(), { minLength: 1, maxLength: 20 }), { numRuns: 30, seed: 7 })
        for (const keys of orders) {
          const again = yield* scanned({ ...nodeFileOperations, list: (at) => inOrder(nodeFileOperations.list(at), keys) })
          expect(again).toEqual(first)
        }
      })))

  it.scoped("D-37 artifacts are listed by code point, as bytes are, not by UTF-16 unit or by a language", () =>
    inProject(odd, () =>
      Effect.gen(function*() {
        const [dossier] = yield* scanned(nodeFileOperations)
        const paths = (dossier?.artifacts ?? []).map(([file]) => String(file))
        expect(paths).toEqual(paths.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
      })))
})

/** Reaches everything by its path, as on macOS and Windows, where a descriptor has no path of its own. */
const byPath: FileOperations = {
  ...nodeFileOperations,
  realPath: (_descriptor, at) => fs.realpathSync(at, { encoding: "buffer" }),
  within: (_descriptor, at) => at
}

describe("platforms", () => {
  it.scoped("D-35 D-37 files reached by their paths, as elsewhere than on Linux, give the same dossier", () =>
    inProject(odd, () =>
      Effect.gen(function*() {
        expect(yield* scanned(byPath)).toEqual(yield* scanned(nodeFileOperations))
      })))

  it.scoped("D-35 a name that another platform would take for a path is listed by its name and never as that path", () =>
    inProject({ ...odd, [`${mission}/research\\windows.md`]: "x\n", [`${mission}/C:drive.md`]: "x\n" }, () =>
      Effect.gen(function*() {
        const [dossier] = yield* scanned(nodeFileOperations)
        const paths = (dossier?.artifacts ?? []).map(([file]) => String(file))
        expect(paths).not.toContain("research/windows.md")
        expect(paths.filter((file) => file.includes("\\"))).toEqual([])
        const listed = [...paths, ...(dossier?.skipped ?? []).map((entry) => entry.path)]
        expect(listed.filter((name) => name.includes("windows") || name.includes("drive"))).toHaveLength(2)
      })))

  it("D-35 the README says where it was run", () => {
    const readme = fs.readFileSync(path.join(root, "README.md"), "utf8")
    expect(readme).toMatch(/Run on Linux/)
    expect(readme).toMatch(/macOS and Windows/)
  })
})
