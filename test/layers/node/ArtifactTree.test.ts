import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { ArtifactPath } from "../../../src/domain/dossier/Artifact.js"
import * as NodeTree from "../../../src/layers/node/ArtifactTree.js"
import * as ContentHasher from "../../../src/layers/node/ContentHasher.js"
import { isBlank } from "../../../src/domain/sync/uploadDecision.js"
import { ArtifactTree, type TreeScan } from "../../../src/services/ArtifactTree.js"
import { artifactTreeLaws } from "../../../src/laws/artifactTree.js"
import { temporaryFolder, writeFiles } from "./temporary.js"
import { settingsLayer } from "./testSettings.js"

const tree = (maxFileBytes = 256 * 1024 ** 2) =>
  Layer.provide(NodeTree.layer, [ContentHasher.layer, settingsLayer({ maxFileBytes })])

const scan = (directory: string, keepText: (path: string) => boolean = () => true) =>
  Effect.flatMap(ArtifactTree, (service) => service.scan(directory, { keepText }))

const readOne = (directory: string, file: string, maxBytes = 1024) =>
  Effect.flatMap(ArtifactTree, (service) => service.readOne(directory, ArtifactPath.make(file), { maxBytes }))

const reasons = (entries: ReadonlyArray<{ readonly path: string; readonly reason: string }>) =>
  entries.map((entry) => [entry.path, entry.reason])

/** One in the other, from descriptor to descriptor: no path of this length can be opened. Every 500th has a file. */
const makeDeepFolders = (root: string, depth: number): void => {
  let descriptor = fs.openSync(root, "r")
  for (let level = 0; level < depth; level++) {
    const here = `/proc/self/fd/${descriptor}`
    fs.mkdirSync(`${here}/folder`)
    const next = fs.openSync(`${here}/folder`, "r")
    fs.closeSync(descriptor)
    descriptor = next
    if (level % 500 === 499) fs.writeFileSync(`/proc/self/fd/${descriptor}/note.md`, String(level))
  }
  fs.closeSync(descriptor)
}

artifactTreeLaws("node", ({ files, keepText, maxFileBytes }) =>
  Effect.gen(function*() {
    const folder = yield* temporaryFolder
    writeFiles(folder, files)
    return yield* Effect.provide(scan(folder, keepText), tree(maxFileBytes))
  }),
({ files, maxBytes, maxFileBytes, path: file }) =>
  Effect.gen(function*() {
    const folder = yield* temporaryFolder
    writeFiles(folder, files)
    return yield* Effect.provide(readOne(folder, file, maxBytes), tree(maxFileBytes))
  }))

describe("the tree on disk", () => {
  it.scoped("G-F1 lists FIFOs, sockets and folders named like files, and waits for none of them", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const pipes = Array.from({ length: 8 }, (_, index) => `pipe${index}.md`)
      execFileSync("mkfifo", pipes.map((name) => path.join(folder, name)))
      writeFiles(folder, [["folder.md/inside.md", "x"], ["spec.md", "y"]])
      const found = yield* scan(folder)
      expect(found.files.map((file) => file.path)).toStrictEqual(["folder.md/inside.md", "spec.md"])
      expect(reasons(found.skipped)).toStrictEqual(pipes.map((name) => [name, "not_regular"]))
    }).pipe(Effect.provide(tree())))

  it.scoped("G-F2 B-27 follows no symlink: inside, outside, dangling, loop, folder; and reads nothing outside", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const outside = yield* temporaryFolder
      writeFiles(outside, [["secret.md", "CANARY"], ["folder/secret.md", "CANARY"]])
      writeFiles(folder, [["spec.md", "fine"]])
      for (const [name, target] of [
        ["inside.md", "spec.md"], ["outside.md", path.join(outside, "secret.md")], ["dangling.md", "nowhere.md"],
        ["loop.md", "loop.md"], ["folder", path.join(outside, "folder")], ["up", ".."]
      ] as const) fs.symlinkSync(target, path.join(folder, name))
      const found = yield* scan(folder)
      expect(found.files.map((file) => file.path)).toStrictEqual(["spec.md"])
      expect(reasons(found.skipped)).toStrictEqual(
        ["dangling.md", "folder", "inside.md", "loop.md", "outside.md", "up"].map((name) => [name, "symlink"])
      )
      expect(JSON.stringify(found)).not.toContain("CANARY")
    }).pipe(Effect.provide(tree())))

  it.scoped("G-F1 G-F2 reads one file as a scan does: no symlink, no folder, no FIFO, nothing outside", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const outside = yield* temporaryFolder
      writeFiles(outside, [["secret.md", "CANARY"]])
      writeFiles(folder, [["spec.md", "fine"], ["tasks/WP01.md", "fine too"]])
      fs.symlinkSync(path.join(outside, "secret.md"), path.join(folder, "link.md"))
      fs.symlinkSync(outside, path.join(folder, "folder"))
      execFileSync("mkfifo", [path.join(folder, "pipe.md")])
      const found = yield* Effect.forEach(
        ["spec.md", "tasks/WP01.md", "link.md", "folder/secret.md", "tasks", "pipe.md"],
        (file) => readOne(folder, file)
      )
      expect(found.map((read) => read._tag === "LeftOut" ? read.reason : read._tag)).toStrictEqual(
        ["Read", "Read", "symlink", expect.stringMatching(/^(symlink|Vanished)$/), "not_regular", "not_regular"]
      )
      expect(found.flatMap((read) => read._tag === "Read" ? [Buffer.from(read.bytes).toString()] : []))
        .toStrictEqual(["fine", "fine too"])
    }).pipe(Effect.provide(tree())))

  it.scoped("G-F3 reaches the mission itself through a symlink, resolved once", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const elsewhere = yield* temporaryFolder
      writeFiles(folder, [["spec.md", "one"], ["research/a.md", "two"]])
      fs.symlinkSync(folder, path.join(elsewhere, "mission"))
      expect(yield* scan(path.join(elsewhere, "mission"))).toStrictEqual(yield* scan(folder))
    }).pipe(Effect.provide(tree())))

  it.scoped("G-F4 names a hard link, which may be a secret's second name", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const outside = yield* temporaryFolder
      writeFiles(outside, [["secret.txt", "x"]])
      fs.linkSync(path.join(outside, "secret.txt"), path.join(folder, "notes.md"))
      const found = yield* scan(folder)
      expect(found.files).toHaveLength(1)
      expect(found.anomalies.map(({ code, target }) => [code, target])).toStrictEqual([["hard_link", "notes.md"]])
    }).pipe(Effect.provide(tree())))

  it.scoped("G-F7 stops at a sparse file larger than the limit without reading it", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      writeFiles(folder, [["huge.csv", ""], ["spec.md", "x"]])
      fs.truncateSync(path.join(folder, "huge.csv"), 3 * 1024 ** 3)
      const found = yield* scan(folder)
      expect(found.files[0]).toStrictEqual({
        path: "huge.csv",
        content: { _tag: "Unreadable", detail: "larger than 268435456 bytes", sizeBytes: 3 * 1024 ** 3 }
      })
      expect(found.files[1]?.content._tag).toBe("Read")
    }).pipe(Effect.provide(tree())))

  it.scoped("G-F11 B-33 takes every name of one byte as it is, or lists it, and aborts for none", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const names = Array.from({ length: 255 }, (_, index) => index + 1).filter((byte) => byte !== 0x2f && byte !== 0x2e)
      for (const byte of names) fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([byte])]), "x")
      const found = yield* scan(folder)
      const indexed = names.filter((byte) => byte < 0x80 && byte !== 0x5c)
      expect(found.files.map((file) => file.path)).toStrictEqual(indexed.map((byte) => String.fromCharCode(byte)))
      expect(new Set(found.skipped.map((entry) => `${entry.path} ${entry.reason}`))).toStrictEqual(
        new Set(names.filter((byte) => !indexed.includes(byte)).map((byte) => `\\x${byte.toString(16)} unsupported_name`))
      )
    }).pipe(Effect.provide(tree())))

  it.scoped("G-F11 takes odd names as they are and shows a name that is not UTF-8 with escapes", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const odd = ["-rf", "CON.md", "a:b", "line\nbreak.md", "quote\".md", "rtl\u202Egpj.md", "tab\t.md", "trailing. ", "x".repeat(255)]
      writeFiles(folder, odd.map((name) => [name, "x"] as const))
      fs.mkdirSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]))
      fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from("/in.md")]), "x")
      const found = yield* scan(folder)
      expect(new Set(found.files.map((file) => file.path))).toStrictEqual(new Set(odd))
      expect(reasons(found.skipped)).toStrictEqual([["caf\\xe9", "unsupported_name"]])
    }).pipe(Effect.provide(tree())))

  it.scoped("G-F13 walks 2,000 folders deep, far beyond the longest path the system takes, on few descriptors", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      makeDeepFolders(folder, 2000)
      yield* Effect.addFinalizer(() => Effect.sync(() => execFileSync("rm", ["-rf", path.join(folder, "folder")])))
      const before = fs.readdirSync("/proc/self/fd").length
      const found = yield* scan(folder)
      expect(found.skipped).toStrictEqual([])
      expect(found.files.map(({ content, path: at }) => [at.split("/").length, content._tag === "Read" && content.text]))
        .toStrictEqual([[501, "499"], [1001, "999"], [1501, "1499"], [2001, "1999"]].reverse())
      expect(fs.readdirSync("/proc/self/fd")).toHaveLength(before)
    }).pipe(Effect.provide(tree())))

  it.scoped("fails for a mission that is not there, or is no folder", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      writeFiles(folder, [["file.md", "x"]])
      const absent = yield* Effect.flip(scan(path.join(folder, "absent")))
      const file = yield* Effect.flip(scan(path.join(folder, "file.md")))
      expect([absent.why, file.why]).toStrictEqual(["ENOENT: no such file or directory", "ENOTDIR: not a directory"])
    }).pipe(Effect.provide(tree())))
})

describe("a scan for which beginnings are enough", () => {
  const blank = " \n\t".repeat(50)
  const files: ReadonlyArray<readonly [path: string, content: string | Uint8Array]> = [
    ["empty.md", ""],
    ["blank.md", blank],
    ["byte-order-mark.md", "\ufeff"],
    ["blanks-of-two-chunks.md", " ".repeat(200 * 1024)],
    ["late.md", `${" ".repeat(200 * 1024)}x`],
    ["cut.md", `${" ".repeat(63)}é${"z".repeat(200 * 1024)}`],
    ["plain.md", "# Title\n".repeat(1000)],
    ["latin1.md", Uint8Array.from([0x61, 0xe9, 0x20])]
  ]
  const withoutTexts = ({ files: found }: TreeScan) =>
    found.map(({ content, path: at }) => [at, content._tag === "Read" ? { ...content, text: content.text === null } : content])

  it.effect("D-33 B-09 finds what a whole scan finds, and calls the same texts blank", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      writeFiles(folder, files)
      const service = yield* ArtifactTree
      const whole = yield* service.scan(folder, { keepText: () => true })
      const beginnings = yield* service.scan(folder, { keepText: () => true, beginningsOnly: true })
      expect(withoutTexts(beginnings)).toStrictEqual(withoutTexts(whole))
      const verdicts = (scanned: TreeScan) =>
        scanned.files.map(({ content, path: at }) => [at, content._tag === "Read" && content.text !== null && isBlank(content.text)])
      expect(verdicts(beginnings)).toStrictEqual(verdicts(whole))
      const plain = beginnings.files.find(({ path: at }) => at === "plain.md")?.content
      expect(plain).toMatchObject({ _tag: "Read", sizeBytes: 8000, text: "# Title\n".repeat(8) })
    }).pipe(Effect.provide(tree()), Effect.scoped))
})
