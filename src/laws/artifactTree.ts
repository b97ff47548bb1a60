import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import type * as Scope from "effect/Scope"
import * as crypto from "node:crypto"
import { ArtifactPath } from "../domain/dossier/Artifact.js"
import type { MissionUnreadable } from "../domain/mission/missionErrors.js"
import type { FileBytes, FileContent, TreeScan } from "../services/ArtifactTree.js"

/** Files that a law wants to be there, and how they are to be read. */
export interface TreeFixture {
  readonly files: ReadonlyArray<readonly [path: string, content: string | Uint8Array]>
  readonly maxFileBytes?: number
  /** Which texts the scan keeps; every one where it is left out. */
  readonly keepText?: (path: string) => boolean
}

/** Puts the files where the layer under test finds them and scans them. */
export type ScanFixture = (fixture: TreeFixture) => Effect.Effect<TreeScan, MissionUnreadable, Scope.Scope>

/** Puts the files there and reads one of them by its path. */
export type ReadFixture = (
  fixture: TreeFixture & { readonly path: ArtifactPath; readonly maxBytes: number }
) => Effect.Effect<FileBytes, MissionUnreadable, Scope.Scope>

const kib512 = 512 * 1024
const sha256 = (content: string | Uint8Array) => crypto.createHash("sha256").update(content).digest("hex")
const bytesOf = (content: string | Uint8Array) => typeof content === "string" ? Buffer.from(content) : Buffer.from(content)

const contentOf = (scan: TreeScan, path: string): FileContent => {
  const found = scan.files.find((file) => file.path === path)
  if (found === undefined) throw new Error(`${path} was not indexed: ${scan.files.map((file) => file.path).join(", ")}`)
  return found.content
}

const strictlyDecodes = (bytes: Uint8Array): boolean =>
  Either.isRight(Either.try(() => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)))

/** Bytes that are nearly UTF-8: pieces of valid text, with some of the classic faults in between. */
const nearlyText = FastCheck.array(
  FastCheck.oneof(
    FastCheck.string({ unit: "binary", maxLength: 4 }).map((text) => Buffer.from(text)),
    FastCheck.constantFrom(
      Buffer.from([0x80]), Buffer.from([0xc0, 0xaf]), Buffer.from([0xe0, 0x80, 0x80]), Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from([0xf4, 0x90, 0x80, 0x80]), Buffer.from([0xf0, 0x9f, 0x98]), Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from([0xff, 0xfe]), Buffer.from([0]), Buffer.from([0xe2, 0x82])
    )
  ),
  { maxLength: 6 }
).map((parts) => Buffer.concat(parts))

/** What every tree promises about content and order, whatever it is kept in. */
export const artifactTreeLaws = (name: string, scan: ScanFixture, readOne: ReadFixture): void => {
  describe(`ArtifactTree laws: ${name}`, () => {
    it.scoped("D-01 D-02 G-F10 hashes and keeps exactly the bytes: BOM, CRLF, mixed, no final newline, empty", () =>
      Effect.gen(function*() {
        const files = [
          ["bom.md", "\uFEFF# Title\n"], ["crlf.md", "one\r\ntwo\r\n"], ["mixed.md", "one\r\ntwo\nthree\r"],
          ["open.md", "no newline"], ["empty.md", ""], ["nul.md", "a\u0000b"], ["deep/er/notes.md", "größe 😀\n"]
        ] as const
        const found = yield* scan({ files })
        for (const [path, content] of files) {
          expect(contentOf(found, path)).toStrictEqual({
            _tag: "Read", hash: sha256(content), sizeBytes: bytesOf(content).length, utf8: { valid: true }, text: content, head: ""
          })
        }
        expect(contentOf(found, "empty.md")).toHaveProperty(
          "hash", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
      }))

    it.scoped("G-F8 keeps a text of exactly 512 KiB and not of one byte more, and hashes both", () =>
      Effect.gen(function*() {
        const sizes = [kib512 - 1, kib512, kib512 + 1]
        const found = yield* scan({ files: sizes.map((size) => [`${size}.md`, "a".repeat(size)] as const) })
        expect(sizes.map((size) => contentOf(found, `${size}.md`))).toMatchObject(sizes.map((size) => ({
          hash: sha256("a".repeat(size)), sizeBytes: size, text: size > kib512 ? null : "a".repeat(size)
        })))
      }))

    it.scoped("G-F8 reads characters of two to four bytes over every edge of its chunks", () =>
      Effect.gen(function*() {
        const texts = ["é", "€", "😀"].flatMap((character) =>
          [1, 2, 3, 4].map((shift) => "x".repeat(128 * 1024 - shift) + character.repeat(40_000)))
        const found = yield* scan({ files: texts.map((text, index) => [`${index}.md`, text] as const) })
        for (const [index, text] of texts.entries()) {
          const content = contentOf(found, `${index}.md`)
          expect(content).toMatchObject({ hash: sha256(text), utf8: { valid: true } })
          expect(content._tag === "Read" && content.text === text).toBe(true)
        }
      }))

    it.scoped("G-F9 says at which byte a file stops being UTF-8, also beyond the first chunk and at a cut end", () =>
      Effect.gen(function*() {
        const found = yield* scan({
          files: [
            ["start.md", Buffer.from([0xff, 0xfe, 0x41])],
            ["late.md", Buffer.concat([Buffer.alloc(300_000, 0x61), Buffer.from([0xc3, 0x28])])],
            ["cut.md", Buffer.concat([Buffer.alloc(128 * 1024 - 1, 0x61), Buffer.from([0xe2, 0x82])])],
            ["edge.md", Buffer.concat([Buffer.alloc(128 * 1024 - 1, 0x61), Buffer.from([0xe2, 0x28, 0xa1])])]
          ]
        })
        const at = (path: string) => contentOf(found, path)
        expect(at("start.md")).toMatchObject({ utf8: { valid: false, atByte: 0 }, text: null })
        expect(at("late.md")).toMatchObject({ utf8: { valid: false, atByte: 300_000 }, sizeBytes: 300_002 })
        expect(at("cut.md")).toMatchObject({ utf8: { valid: false, atByte: 128 * 1024 - 1 } })
        expect(at("edge.md")).toMatchObject({ utf8: { valid: false, atByte: 128 * 1024 - 1 } })
      }))

    it.scoped("G-F9 G-F15 accepts what a strict decoder accepts, and its text encodes to the bytes it hashed", () =>
      Effect.gen(function*() {
        const samples = FastCheck.sample(nearlyText, { numRuns: 1500, seed: 9 })
        const found = yield* scan({ files: samples.map((bytes, index) => [`${index}.md`, bytes] as const) })
        for (const [index, bytes] of samples.entries()) {
          const content = contentOf(found, `${index}.md`)
          if (content._tag !== "Read") throw new Error(content._tag)
          expect(content.hash).toBe(sha256(bytes))
          expect(content.utf8.valid).toBe(strictlyDecodes(bytes))
          if (content.utf8.valid) expect(Buffer.from(content.text ?? "").equals(bytes)).toBe(true)
          else expect(strictlyDecodes(bytes.subarray(0, content.utf8.atByte))).toBe(true)
        }
      }))

    it.scoped("D-07 gives the first 8 KiB of a file with frontmatter, cut at a character", () =>
      Effect.gen(function*() {
        const long = `---\nartifact_class: input\n---\n${"€".repeat(9000)}`
        const found = yield* scan({
          files: [["a.md", long], ["b.md", "---\n"], ["c.md", "text ---\n"], ["d.md", "\uFEFF---\nx: 1\n"]]
        })
        const head = (path: string) => {
          const content = contentOf(found, path)
          return content._tag === "Read" ? content.head : "not read"
        }
        expect(long.startsWith(head("a.md"))).toBe(true)
        expect(Buffer.byteLength(head("a.md"))).toBeGreaterThan(8 * 1024 - 3)
        expect(Buffer.byteLength(head("a.md"))).toBeLessThanOrEqual(8 * 1024)
        expect([head("b.md"), head("c.md"), head("d.md")]).toStrictEqual(["---\n", "", "\uFEFF---\nx: 1\n"])
      }))

    it.scoped("D-02 G-F14 lists files by the UTF-8 bytes of their path, not by UTF-16 units", () =>
      Effect.gen(function*() {
        const sorted = ["B.md", "a-b.md", "a.md", "a/z.md", "a0.md", "é.md", "\uFF5E.md", "😀.md"]
        const found = yield* scan({ files: [...sorted].reverse().map((path) => [path, path] as const) })
        expect(found.files.map(({ path }) => path)).toStrictEqual(sorted)
      }))

    it.scoped("D-16 lists a hidden file, and a hidden folder once, and reads neither", () =>
      Effect.gen(function*() {
        const found = yield* scan({
          files: [["spec.md", "x"], [".gitkeep", ""], ["tasks/.gitkeep", ""], [".kittify/a/b.md", "x"], [".kittify/c.md", "x"]]
        })
        expect(found.files.map(({ path }) => path)).toStrictEqual(["spec.md"])
        expect(found.skipped.map(({ path, reason }) => [path, reason])).toStrictEqual([
          [".gitkeep", "hidden"], [".kittify", "hidden"], ["tasks/.gitkeep", "hidden"]
        ])
      }))

    it.scoped("keeps no text that was not asked for", () =>
      Effect.gen(function*() {
        const found = yield* scan({
          files: [["a.md", "one"], ["b.md", "two"]],
          keepText: (path) => path === "a.md"
        })
        expect(contentOf(found, "a.md")).toHaveProperty("text", "one")
        expect(contentOf(found, "b.md")).toMatchObject({ text: null, hash: sha256("two") })
      }))

    it.scoped("G-F7 lists a file above the limit as unreadable, with the limit", () =>
      Effect.gen(function*() {
        const found = yield* scan({ files: [["a.csv", "12345"], ["b.csv", "123456"]], maxFileBytes: 5 })
        expect(contentOf(found, "a.csv")).toHaveProperty("_tag", "Read")
        expect(contentOf(found, "b.csv")).toStrictEqual({ _tag: "Unreadable", detail: "larger than 5 bytes", sizeBytes: 6 })
      }))

    it.scoped("G-F12 indexes twins of case and of normalisation as they are, and names them", () =>
      Effect.gen(function*() {
        const [nfc, nfd] = ["caf\u00e9.md", "cafe\u0301.md"]
        const found = yield* scan({ files: [["Spec.md", "1"], ["spec.md", "2"], [nfc, "3"], [nfd, "4"], ["other.md", "5"]] })
        expect(found.files).toHaveLength(5)
        expect(found.anomalies.map(({ code, target }) => [code, target])).toStrictEqual([
          ["name_collision", nfc], ["name_collision", "spec.md"]
        ])
      }))

    it.scoped("D-39 G-F6 G-F10 reads one file: the very bytes, text or not, and their hash", () =>
      Effect.gen(function*() {
        const files = [
          ["a/bom.md", "\uFEFFone\r\n"], ["a/image.png", Buffer.from([0x89, 0x50, 0xff, 0x00])], ["empty.md", ""],
          ["large.csv", "0123456789".repeat(40_000)]
        ] as const
        for (const [path, content] of files) {
          const read = yield* readOne({ files, path: ArtifactPath.make(path), maxBytes: 1024 ** 2 })
          if (read._tag !== "Read") throw new Error(read._tag)
          expect(Buffer.from(read.bytes).equals(bytesOf(content))).toBe(true)
          expect([read.hash, read.sizeBytes]).toStrictEqual([sha256(content), bytesOf(content).length])
        }
      }))

    it.scoped("D-29 gives as many of the first bytes as were asked for, and the hash of the whole file", () =>
      Effect.gen(function*() {
        const content = "x".repeat(300_000)
        for (const maxBytes of [0, 1, 128 * 1024, 128 * 1024 + 1, 299_999, 300_000]) {
          const read = yield* readOne({ files: [["a.md", content]], path: ArtifactPath.make("a.md"), maxBytes })
          if (read._tag !== "Read") throw new Error(read._tag)
          expect([read.bytes.length, read.sizeBytes, read.hash]).toStrictEqual([maxBytes, 300_000, sha256(content)])
        }
      }))

    it.scoped("D-16 G-F7 says of one file why it is not read: gone, hidden, a folder's hidden part, above the limit", () =>
      Effect.gen(function*() {
        const files = [["spec.md", "123456"], [".git/config", "x"], ["tasks/.hidden.md", "x"]] as const
        const at = (path: string) =>
          Effect.map(readOne({ files, path: ArtifactPath.make(path), maxBytes: 10, maxFileBytes: 5 }), (read) =>
            read._tag === "LeftOut" ? read.reason : read._tag)
        expect([yield* at("none.md"), yield* at("none/spec.md"), yield* at(".git/config"), yield* at("tasks/.hidden.md")])
          .toStrictEqual(["Vanished", "Vanished", "hidden", "hidden"])
        expect(yield* at("spec.md")).toBe("Unreadable")
      }))
  })
}
