import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { MissionSlug } from "../../../src/domain/identity/Namespace.js"
import { layer } from "../../../src/layers/node/MissionStore.js"
import { Git } from "../../../src/services/Git.js"
import { MissionStore } from "../../../src/services/MissionStore.js"
import { Project } from "../../../src/services/Project.js"
import { temporaryFolder, writeFiles } from "./temporary.js"

const gitOn = (branch: string | null) =>
  Layer.succeed(Git, {
    branch: Effect.succeed(Option.fromNullable(branch)),
    headCommit: Effect.succeedNone,
    remoteUrl: Effect.succeedNone,
    commonDirectory: Effect.succeedNone,
    gitDirectory: Effect.succeedNone,
    defaultBranch: Effect.succeedNone,
    isTracked: () => Effect.succeed(false)
  })
const storeAt = (root: string, branch: string | null = "main") =>
  Effect.flatMap(
    Layer.build(Layer.provide(layer, [Layer.succeed(Project, { root, workingDirectory: root }), gitOn(branch)])),
    (context) => Effect.provide(MissionStore, context)
  )

const slug = "071-invoice-export"
const meta = { mission_slug: slug, mission_type: "research", target_branch: "main", mission_number: "071", other: { kept: true } }
type Files = { readonly [file: string]: string | Uint8Array }

/** The facts of one mission with these files. */
const factsOf = (files: Files, branch: string | null = "main") =>
  Effect.gen(function*() {
    const root = yield* temporaryFolder
    writeFiles(root, [[`kitty-specs/${slug}/spec.md`, ""], ...Object.entries(files).map(([file, content]) => [`kitty-specs/${slug}/${file}`, content] as const)])
    return yield* (yield* storeAt(root, branch)).read({ slug: MissionSlug.make(slug), path: path.join(root, "kitty-specs", slug) })
  })
const problemsOf = (files: Files, branch: string | null = "main") =>
  Effect.map(factsOf(files, branch), ({ problems }) => problems.map(({ code, message, target }) => ({ code, target, message })))
const withMeta = (changes: object = {}) => ({ "meta.json": JSON.stringify({ ...meta, ...changes }, null, 2) })

describe("MissionStore.list", () => {
  it.scoped("G-F3 every visible directory by UTF-8 bytes; one reached by a symlink has its real path", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      writeFiles(root, ["b", "a", "～", "😀", ".hidden"].map((name) => [`kitty-specs/${name}/spec.md`, ""]))
      writeFiles(root, [["kitty-specs/README.md", ""], ["elsewhere/spec.md", ""]])
      fs.symlinkSync(path.join(root, "elsewhere"), path.join(root, "kitty-specs/linked"))
      fs.symlinkSync("nowhere", path.join(root, "kitty-specs/dangling"))
      const missions = yield* (yield* storeAt(root)).list
      expect(missions.map(({ slug: name }) => name)).toEqual(["a", "b", "linked", "～", "😀"])
      expect(missions[2]?.path).toBe(path.join(root, "elsewhere"))
    }))

  it.scoped("B-27 S26 a mission directory that links out of the project is not read; one within it is", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const other = yield* temporaryFolder
      writeFiles(other, [["secret/spec.md", "secret"], ["secret/meta.json", JSON.stringify(meta)]])
      writeFiles(root, [["kitty-specs/own/spec.md", ""], ["shelf/near/spec.md", ""]])
      fs.symlinkSync(path.join(other, "secret"), path.join(root, "kitty-specs/far"))
      fs.symlinkSync("../shelf/near", path.join(root, "kitty-specs/near"))
      const store = yield* storeAt(root)
      const verdicts = yield* Effect.forEach(yield* store.list, (mission) =>
        Effect.map(Effect.either(store.read(mission)), ({ _tag }) => [mission.slug, _tag] as const))
      expect(verdicts).toEqual([["far", "Left"], ["near", "Right"], ["own", "Right"]])
    }))

  it.scoped("G-F5 no kitty-specs is no mission; one that is a file is an error", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      expect(yield* (yield* storeAt(root)).list).toEqual([])
      writeFiles(root, [["kitty-specs", "a file"]])
      expect(yield* Effect.flip((yield* storeAt(root)).list)).toMatchObject({ _tag: "MissionUnreadable", path: path.join(root, "kitty-specs") })
    }))
})

describe("MissionStore.read", () => {
  it.scoped("D-11 D-41 meta.json, lanes and event counts; a BOM and CRLF are fine", () =>
    Effect.gen(function*() {
      const facts = yield* factsOf({
        "meta.json": `\uFEFF${JSON.stringify({ ...meta, mission_id: "01KN2371WTANS0Z2M6JEHAJS3F" }, null, 2).replaceAll("\n", "\r\n")}`,
        "status.events.jsonl": '{"event_id":"A","at":"t","wp_id":"WP01","to_lane":"in_review"}\r\n{"event_id":"B","kind":"note"}\r\n',
        "mission-events.jsonl": '{"mission":"research","type":"source_documented"}\n{"type":"source_documented"}\n'
      })
      expect(facts.meta).toMatchObject({ mission_type: "research", target_branch: "main", mission_id: "01KN2371WTANS0Z2M6JEHAJS3F" })
      expect(Object.fromEntries(facts.lanes)).toEqual({ WP01: "in_review" })
      expect(Object.fromEntries(facts.eventCounts)).toEqual({ source_documented: 2 })
      expect(facts.problems).toEqual([])
    }))

  it.scoped.each([167, "167", null])("D-41 mission_number %j is read", (mission_number) =>
    Effect.map(factsOf(withMeta({ mission_number })), (facts) => expect(facts.meta?.mission_number).toBe(mission_number)))

  it.scoped.each<[string, string | Uint8Array, string, RegExp]>([
    ["broken JSON", '{\n  "mission_type": "x",\n}', "invalid_format", /^meta\.json:3 /],
    ["a conflict marker", '{\n<<<<<<< HEAD\n  "a": 1\n}', "invalid_format", /^meta\.json:2 /],
    ["a list", "[]", "invalid_format", /^meta\.json:1 .*object/],
    ["a field of another type", '{\n  "mission_slug": "x",\n  "target_branch": 5\n}', "invalid_format", /^meta\.json:3 .*target_branch/],
    ["not UTF-8", Uint8Array.of(0xff, 0xfe), "invalid_format", /not UTF-8/],
    ["empty", "", "invalid_format", /^meta\.json:1 /]
  ])("D-16 a meta.json that is %s is a problem with file and line, and the rest is read", ([_what, content, code, message]) =>
    Effect.gen(function*() {
      const facts = yield* factsOf({ "meta.json": content, "status.events.jsonl": '{"event_id":"A","at":"t","wp_id":"WP01","to_lane":"done"}' })
      expect(facts.meta).toBeNull()
      expect(facts.lanes.get("WP01")).toBe("done")
      expect(facts.problems).toMatchObject([{ code, target: "meta.json", message: expect.stringMatching(message) }])
    }))

  it.scoped("B-15 what the namespace lacks is a problem, also where there is no meta.json", () =>
    Effect.gen(function*() {
      expect(yield* problemsOf({})).toMatchObject([{ code: "namespace_incomplete", message: expect.stringMatching(/^There is no meta\.json/) }])
      expect(yield* problemsOf(withMeta({ target_branch: null })))
        .toMatchObject([{ code: "namespace_incomplete", message: expect.stringMatching(/has no target_branch:/) }])
    }))

  it.scoped("D-16 another slug in meta.json is a problem; the directory's name counts", () =>
    Effect.gen(function*() {
      expect(yield* problemsOf(withMeta({ mission_slug: "other" }))).toMatchObject([{ code: "slug_mismatch", target: "meta.json" }])
    }))

  it.scoped.each<[string | null, number]>([["main", 0], ["kitty/mission-071-invoice-export-lane-a", 0], [null, 0], ["topic", 1], ["HEAD", 1]])(
    "D-16 with %s checked out there are %i branch mismatches",
    ([branch, count]) =>
      Effect.map(problemsOf(withMeta(), branch), (problems) =>
        expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: count }, () => "branch_mismatch")))
  )

  it.scoped("D-16 bad lines of both logs are named with their number, at most twenty one by one", () =>
    Effect.gen(function*() {
      const problems = yield* problemsOf({
        ...withMeta(),
        "status.events.jsonl": '\n{oops\n{"event_id":"A","at":"t","wp_id":"WP01","to_lane":"lost"}\n',
        "mission-events.jsonl": "x\n".repeat(30)
      })
      expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: 23 }, () => "log_line_invalid"))
      expect(problems[0]?.message).toMatch(/^status\.events\.jsonl:2 /)
      expect(problems[1]?.message).toMatch(/^status\.events\.jsonl:3 .*lost/)
      expect(problems.at(-1)?.message).toBe("mission-events.jsonl has 10 more lines that can't be used.")
    }))

  it.scoped.each<[string, string, string]>([
    ["meta.json", JSON.stringify({ ...meta, feature_slug: "x" }), "feature_slug"],
    ["meta.json", JSON.stringify({ mission: "software-dev", target_branch: "main" }), "mission"],
    ["meta.json", JSON.stringify({ feature_number: "071", target_branch: 5 }), "feature_number"],
    ["status.events.jsonl", '{"event_id":"A"}\n{"event_id":"B","feature_slug":"x"}\n', "feature_slug"],
    ["status.json", JSON.stringify({ feature_slug: "x" }), "feature_slug"],
    ["lanes.json", `\uFEFF${JSON.stringify({ mission_key: "x" })}`, "mission_key"]
  ])("I-19 I-36 a legacy field in %s refuses the mission: %s", ([file, content, field]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(factsOf({ ...withMeta(), [file]: content }))
      expect(error).toMatchObject({ _tag: "LegacyState", file: `kitty-specs/${slug}/${file}`, field })
    }))

  it.scoped("G-F1 G-F2 a FIFO, a symlink and a folder in a file's place are problems, at once", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const mission = path.join(root, "kitty-specs", slug)
      writeFiles(root, [["secret.json", JSON.stringify(meta)], [`kitty-specs/${slug}/mission-events.jsonl/x`, ""]])
      fs.symlinkSync(path.join(root, "secret.json"), path.join(mission, "meta.json"))
      execFileSync("mkfifo", [path.join(mission, "status.events.jsonl"), path.join(mission, "lanes.json")])
      const facts = yield* (yield* storeAt(root)).read({ slug: MissionSlug.make(slug), path: mission })
      expect(facts.meta).toBeNull()
      expect(facts.problems).toMatchObject([
        { code: "unreadable", target: "meta.json", message: "meta.json can't be used: it is a symbolic link." },
        { code: "unreadable", target: "status.events.jsonl" },
        { code: "unreadable", target: "mission-events.jsonl" }
      ])
    }))

  it.scoped("G-F5 a mission that is gone is an error of that mission", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const error = yield* Effect.flip((yield* storeAt(root)).read({ slug: MissionSlug.make(slug), path: path.join(root, slug) }))
      expect(error._tag).toBe("MissionUnreadable")
    }))
})
