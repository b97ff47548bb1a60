import { describe, expect, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { EventTransportSteering } from "../../../src/layers/memory/EventTransport.js"
import * as Indexer from "../../../src/layers/node/ArtifactIndexer.js"
import * as NodeTree from "../../../src/layers/node/ArtifactTree.js"
import { type FileOperations, nodeFileOperations } from "../../../src/layers/node/tree/FileOperations.js"
import { scanMissions } from "../../../src/programs/dossier/scanMissions.js"
import { deliver } from "../../../src/programs/sync/deliver.js"
import { BodyTransport } from "../../../src/services/BodyTransport.js"
import { EventTransport } from "../../../src/services/EventTransport.js"
import { type Files, smallMission, writeFiles } from "../../fixtures/project.js"
import { git } from "../../layers/node/checkout.js"
import { countOf, inConsentingProject, runSync, server, whileTimePasses } from "./world.js"

const mission = "001-alpha"
const notes = (count: number): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`kitty-specs/${mission}/research/note-${n}.md`, `note ${n}\n`]))
const countBy = (names: ReadonlyArray<string>) =>
  names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>())

/** The system's file operations, with a note of every file that is opened and of the bytes read of it. */
const watched = () => {
  const opened: Array<string> = []
  const bytes = new Map<string, number>()
  const fileOf = (descriptor: number): string => fs.readlinkSync(`/proc/self/fd/${descriptor}`)
  const operations: FileOperations = {
    ...nodeFileOperations,
    openFile: (name) => {
      const descriptor = nodeFileOperations.openFile(name)
      opened.push(fileOf(descriptor))
      return descriptor
    },
    read: (descriptor, ...rest) => {
      const count = nodeFileOperations.read(descriptor, ...rest)
      bytes.set(fileOf(descriptor), (bytes.get(fileOf(descriptor)) ?? 0) + count)
      return count
    }
  }
  return { opened, bytes, layer: Indexer.layer.pipe(Layer.provide(NodeTree.layerWith(operations))) }
}

describe("one scan per sync", () => {
  it.scoped("B-35 events and bodies come of one scan: each file is opened once and read once", () =>
    inConsentingProject({ ...smallMission(mission), ...smallMission("002-beta"), ...notes(5) }, (root) =>
      Effect.gen(function*() {
        const { bytes, layer, opened } = watched()
        const { data } = yield* runSync().pipe(Effect.provide(layer))
        expect(countOf(data, "uploaded")).toBe(11)
        const files = [mission, "002-beta"].flatMap((slug) => {
          const folder = path.join(root, "kitty-specs", slug)
          return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
        })
        expect([...countBy(opened)].filter(([, times]) => times > 1)).toEqual([])
        expect([...opened].sort()).toEqual(files.sort())
        for (const file of files) expect(bytes.get(file) ?? 0, file).toBe(fs.statSync(file).size)
      })))

  it.scoped("B-35 the body that is sent is what the scan read, though the file changed before it was sent", () =>
    inConsentingProject(smallMission(mission), (root) =>
      Effect.gen(function*() {
        yield* runSync({ offline: true })
        yield* writeFiles(root, { [`kitty-specs/${mission}/spec.md`]: "changed since\n" })
        yield* deliver(server)
        const spec = (yield* (yield* BodyTransportSteering).received).find(({ body }) => body.value.artifact_path === "spec.md")
        expect(spec?.body.value.content_body).toBe(`# ${mission}\n`)
        expect(spec?.body.value.content_hash).toBe(createHash("sha256").update(`# ${mission}\n`).digest("hex"))
      })))
})

/** A server that takes a second for each request, on the clock that the test moves. */
const slowly = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.updateService(BodyTransport, ({ push }) => ({ push: (to, claim) => Effect.zipRight(Effect.sleep("1 second"), push(to, claim)) })),
    Effect.updateService(EventTransport, ({ send }) => ({ send: (to, batch) => Effect.zipRight(Effect.sleep("1 second"), send(to, batch)) }))
  )

describe("thirty artifacts", () => {
  it.scoped("B-19 take one batch and thirty uploads, and on a server that needs a second for each not ten of them", () =>
    inConsentingProject({ ...smallMission(mission), ...notes(27) }, () =>
      Effect.gen(function*() {
        yield* runSync({ offline: true })
        const tookMs = yield* whileTimePasses(Effect.gen(function*() {
          const before = yield* Clock.currentTimeMillis
          yield* deliver(server)
          return (yield* Clock.currentTimeMillis) - before
        }).pipe(slowly))
        expect(yield* (yield* EventTransportSteering).received).toHaveLength(1)
        const bodies = (yield* (yield* BodyTransportSteering).received).map(({ body }) => body.value.artifact_path)
        expect(bodies).toHaveLength(30)
        expect(new Set(bodies).size).toBe(30)
        expect(tookMs).toBeLessThan(10_000)
      })))

  it.scoped("D-33 the scan's work grows with the number of files and with nothing else", () =>
    Effect.gen(function*() {
      const calls = []
      for (const count of [30, 60, 120]) {
        calls.push(yield* inConsentingProject(notes(count), () =>
          Effect.gen(function*() {
            let made = 0
            const counted = <A extends ReadonlyArray<unknown>, B>(run: (...args: A) => B) => (...args: A): B => {
              made++
              return run(...args)
            }
            const { list, openDirectory, openFile, read, realPath, stat } = nodeFileOperations
            const layer = Indexer.layer.pipe(Layer.provide(NodeTree.layerWith({
              ...nodeFileOperations,
              list: counted(list), openDirectory: counted(openDirectory), openFile: counted(openFile), read: counted(read),
              realPath: counted(realPath), stat: counted(stat)
            })))
            yield* scanMissions({ selection: { _tag: "All" }, step: null, emit: false }).pipe(Effect.provide(layer))
            return made
          })))
      }
      const [thirty = 0, sixty = 0, hundredTwenty = 0] = calls
      expect(hundredTwenty - sixty).toBe(2 * (sixty - thirty))
      expect((sixty - thirty) / 30).toBeLessThanOrEqual(8)
    }))
})

/** SHA-256 of every file below a folder, by its path. */
const hashTree = (folder: string): Record<string, string> =>
  Object.fromEntries(
    fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)).sort()
      .map((file) => [path.relative(folder, file), createHash("sha256").update(fs.readFileSync(file)).digest("hex")])
  )

describe("git and the files stay the truth", () => {
  it.scoped("D-40 U-34 neither scan nor sync changes a file of a mission, git's index, its refs or what is to be committed", () =>
    inConsentingProject({ ...smallMission(mission), ".kittify/config.yaml": "# ours\n" }, (root) =>
      Effect.gen(function*() {
        git(root, "init", "-q")
        git(root, "add", "kitty-specs")
        git(root, "commit", "-qm", "start")
        const state = () => ({
          files: hashTree(path.join(root, "kitty-specs")),
          head: git(root, "rev-parse", "HEAD"),
          refs: git(root, "for-each-ref"),
          staged: git(root, "ls-files", "--stage"),
          untracked: git(root, "status", "--porcelain", "--", ".", ":!.kittify/config.yaml", ":!.kittify/local.yaml")
        })
        const before = state()
        yield* scanMissions({ selection: { _tag: "All" }, step: null, emit: true })
        expect(state()).toEqual(before)
        yield* runSync()
        expect(state()).toEqual(before)
      })))

  it.scoped("D-40 what we keep of a mission is derived: without it, the next scan says the same", () =>
    inConsentingProject(smallMission(mission), (root) =>
      Effect.gen(function*() {
        const scan = Effect.map(
          scanMissions({ selection: { _tag: "All" }, step: null, emit: true }),
          ({ data }) => data.missions.map(({ canonical_snapshot_hash, parity_hash_sha256 }) => [canonical_snapshot_hash, parity_hash_sha256])
        )
        const first = yield* scan
        fs.rmSync(path.join(root, ".kittify", "dossiers"), { recursive: true })
        expect(yield* scan).toEqual(first)
        fs.rmSync(path.join(root, "kitty-specs", mission, "plan.md"))
        expect(yield* scan).not.toEqual(first)
        expect(fs.existsSync(path.join(root, "kitty-specs", mission, "plan.md"))).toBe(false)
      })))
})
