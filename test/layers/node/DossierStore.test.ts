import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import * as path from "node:path"
import { EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import * as NoticesMemory from "../../../src/layers/memory/Notices.js"
import * as NodeStore from "../../../src/layers/node/DossierStore.js"
import { DossierStore } from "../../../src/services/DossierStore.js"
import { Git } from "../../../src/services/Git.js"
import { takeNotices } from "../../../src/services/Notices.js"
import { Project } from "../../../src/services/Project.js"
import { aMission, anEvent, aSnapshot } from "../../../src/laws/fixtures/dossier.js"
import { dossierStoreLaws } from "../../../src/laws/dossierStore.js"
import { temporaryFolder, writeFiles } from "./temporary.js"

const noGit = {
  branch: Effect.succeedNone, headCommit: Effect.succeedNone, remoteUrl: Effect.succeedNone,
  commonDirectory: Effect.succeedNone, gitDirectory: Effect.succeedNone, defaultBranch: Effect.succeedNone, isTracked: () => Effect.succeed(false)
}

const storeOf = (root: string, commonDirectory: Option.Option<string>) =>
  NodeStore.layer.pipe(
    Layer.provideMerge(NoticesMemory.layer),
    Layer.provide([
      Layer.succeed(Project, { root, workingDirectory: root }),
      Layer.succeed(Git, { ...noGit, commonDirectory: Effect.succeed(commonDirectory) }),
      NodeContext.layer
    ])
  )
const open = (root: string, commonDirectory: Option.Option<string> = Option.none()) =>
  Effect.provide(DossierStore, storeOf(root, commonDirectory))

const folderOf = (root: string) => path.join(root, ".kittify", "dossiers", aMission)
const decodeEvent = Schema.decode(Schema.parseJson(EventEnvelope))
const decodeEvents = (text: string) =>
  Effect.orDie(Effect.forEach(text.trimEnd().split("\n"), (line) => decodeEvent(line)))

dossierStoreLaws("node", Effect.gen(function*() {
  const root = yield* temporaryFolder
  const events = () => decodeEvents(fs.readFileSync(path.join(folderOf(root), "events.jsonl"), "utf8"))
  return { store: yield* open(root), events }
}))

describe("the store on disk", () => {
  it.scoped("D-43 leaves the file alone, its time included, where nothing but time changed", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const store = yield* open(root)
      yield* store.save(aSnapshot())
      const file = path.join(folderOf(root), "snapshot-latest.json")
      fs.utimesSync(file, 1, 1)
      yield* store.save(aSnapshot({ time: "2030-01-01T00:00:00Z" }))
      expect(fs.statSync(file).mtimeMs).toBe(1000)
      expect(fs.readdirSync(folderOf(root))).toStrictEqual(["snapshot-latest.json"])
    }))

  it.scoped("G-Q13 names a file that is cut, foreign or from before the cutover, and save replaces it", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const store = yield* open(root)
      yield* store.save(aSnapshot())
      const file = path.join(folderOf(root), "snapshot-latest.json")
      const whole = fs.readFileSync(file, "utf8")
      const broken = ["", "null", "\u0000", whole.slice(0, 300), whole.replace("mission_slug", "feature_slug")]
      for (const text of broken) {
        fs.writeFileSync(file, text)
        const error = yield* Effect.flip(store.latest(aMission))
        expect([error._tag, error.file]).toStrictEqual(["ConfigInvalid", file])
        expect(yield* store.save(aSnapshot())).toBe(true)
        expect(yield* store.latest(aMission)).toStrictEqual(Option.some(aSnapshot()))
      }
    }))

  it.scoped("D-45 a line cut by a crash does not swallow the next event", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const store = yield* open(root)
      yield* store.appendEvents(aMission, [anEvent(1)])
      const file = path.join(folderOf(root), "events.jsonl")
      fs.appendFileSync(file, "{\"event_id\":\"01AR")
      yield* store.appendEvents(aMission, [anEvent(2)])
      const lines = fs.readFileSync(file, "utf8").split("\n")
      expect(lines).toHaveLength(4)
      expect(yield* decodeEvents(lines[2] ?? "")).toStrictEqual([anEvent(2)])
    }))

  it.scoped("U-34 keeps its folder out of git, once, and leaves the other lines of the file as they are", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const common = path.join(root, "git-directory")
      writeFiles(common, [["info/exclude", "# mine\n*.log"]])
      for (const time of ["2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"]) {
        const store = yield* open(root, Option.some(common))
        yield* store.save(aSnapshot({ time }))
        yield* store.appendEvents(aMission, [anEvent(1)])
      }
      expect(fs.readFileSync(path.join(common, "info", "exclude"), "utf8")).toBe("# mine\n*.log\n**/.kittify/dossiers/\n")
    }))

  it.scoped("U-34 saves although the git directory can't be written, and notes it once", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      writeFiles(root, [["no-folder", ""]])
      const target = path.join(root, "no-folder", "info", "exclude")
      const notices = yield* Effect.gen(function*() {
        const store = yield* DossierStore
        expect(yield* store.save(aSnapshot())).toBe(true)
        yield* store.appendEvents(aMission, [anEvent(1)])
        return yield* takeNotices
      }).pipe(Effect.provide(storeOf(root, Option.some(path.join(root, "no-folder")))))
      expect(notices).toMatchObject([{
        severity: "warning", code: "FILE-03", target, fix: expect.stringContaining("**/.kittify/dossiers/")
      }])
    }))

  it.scoped("S26 follows no symlink that the repository brought: neither the folder's nor the log's", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const outside = yield* temporaryFolder
      fs.mkdirSync(path.join(root, ".kittify"))
      fs.symlinkSync(outside, path.join(root, ".kittify", "dossiers"))
      const store = yield* open(root)
      const folder = yield* Effect.flip(store.save(aSnapshot()))
      expect(folder.detail).toContain("symlink")
      expect(fs.readdirSync(outside)).toStrictEqual([])
      fs.rmSync(path.join(root, ".kittify", "dossiers"))
      fs.mkdirSync(folderOf(root), { recursive: true })
      writeFiles(outside, [["profile", "mine\n"]])
      fs.symlinkSync(path.join(outside, "profile"), path.join(folderOf(root), "events.jsonl"))
      const log = yield* Effect.flip(store.appendEvents(aMission, [anEvent(1)]))
      expect(log.detail).toMatch(/^ELOOP/)
      expect(fs.readFileSync(path.join(outside, "profile"), "utf8")).toBe("mine\n")
    }))

  it.scoped("says so where it can't write", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      writeFiles(root, [[".kittify", "a file"]])
      const error = yield* Effect.flip((yield* open(root)).save(aSnapshot()))
      expect(error._tag).toBe("StateNotWritable")
    }))
})
