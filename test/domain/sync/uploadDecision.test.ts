import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { ArtifactPath } from "../../../src/domain/dossier/Artifact.js"
import { SkipReason } from "../../../src/domain/dossier/UploadDecision.js"
import { type BodyState, requireFormat, requireSurface, uploadDecision } from "../../../src/domain/sync/uploadDecision.js"
import { inlineFormat, isUploadSurface, mayHaveBody, SupportedInlineFormat } from "../../../src/domain/sync/uploadSurface.js"

const path = (text: string) => ArtifactPath.make(text)
const text = (content: string): BodyState => ({ _tag: "Text", sizeBytes: Buffer.byteLength(content), text: content })
const decide = (at: string, state: BodyState, limitBytes = 524_288) =>
  uploadDecision({ path: path(at), state, limitBytes })

describe("surfaces", () => {
  it("B-05 are six exact names at the top, three folders at any depth, and work packages' prompts", () => {
    const inside = [
      "spec.md", "plan.md", "tasks.md", "research.md", "quickstart.md", "data-model.md", "research/a.md", "research/a/b/c.csv",
      "contracts/api.yaml", "checklists/x/y.md", "tasks/WP01.md", "tasks/WP01-alpha.md", "tasks/WP1 odd\nname.md"
    ]
    const outside = [
      "Spec.md", "SPEC.md", "spec.markdown", "a/spec.md", "meta.json", "status.json", "researchs/a.md", "a/research/b.md",
      "tasks/README.md", "tasks/wp01.md", "tasks/WP.md", "tasks/WP01.txt", "tasks/WP01/notes.md", "a/tasks/WP01.md", "docs/a.md"
    ]
    expect(inside.filter((at) => !isUploadSurface(path(at)))).toStrictEqual([])
    expect(outside.filter((at) => isUploadSurface(path(at)))).toStrictEqual([])
  })

  it.effect("E-02 a path that is none of them fails with UnsupportedSurface", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(requireSurface(path("docs/a.md")))
      expect([error._tag, error.path]).toStrictEqual(["UnsupportedSurface", "docs/a.md"])
    }))
})

describe("formats", () => {
  it("B-07 are .md .json .yaml .yml .csv, by the last extension, in any case", () => {
    const formats = ["a.md", "a.JSON", "a.b.yaml", "a.Yml", "research/x.csv"].map((at) => inlineFormat(path(at)))
    expect(formats).toStrictEqual([".md", ".json", ".yaml", ".yml", ".csv"])
    const others = ["a", "a.png", "a.md.png", "a.", "md", "a.md/b", "a.mdx", "x.jsonl"]
    expect(others.map((at) => inlineFormat(path(at)))).toStrictEqual(others.map(() => null))
  })

  it("B-37 SupportedInlineFormat is a Schema of exactly these five", () => {
    expect(SupportedInlineFormat.literals).toStrictEqual([".md", ".json", ".yaml", ".yml", ".csv"])
    expect(Schema.is(SupportedInlineFormat)(".png")).toBe(false)
  })

  it.effect("B-08 E-02 any other fails with UnsupportedFormat and names the extension", () =>
    Effect.gen(function*() {
      const image = yield* Effect.flip(requireFormat(path("research/a.PNG")))
      const none = yield* Effect.flip(requireFormat(path("research/Makefile")))
      expect([image._tag, image.message]).toStrictEqual(["UnsupportedFormat", ".PNG is not one of .md, .json, .yaml, .yml, .csv"])
      expect(none.message).toContain("no extension")
    }))
})

describe("uploadDecision", () => {
  it.effect("B-06 uploads text on a surface", () =>
    Effect.gen(function*() {
      expect(yield* decide("tasks/WP01-alpha.md", text("# Do it\n"))).toMatchObject({ decision: "upload", reason_code: null })
    }))

  it.effect("B-08 B-09 B-10 B-28 skips with the first reason that applies, each with words for people", () =>
    Effect.gen(function*() {
      const cases: ReadonlyArray<readonly [at: string, state: BodyState, code: string, words: string]> = [
        ["docs/a.png", { _tag: "Vanished" }, "unsupported_surface", "help uploads"],
        ["research/a.png", { _tag: "NotText", atByte: 0 }, "unsupported_format", ".png"],
        ["spec.md", { _tag: "Vanished" }, "deleted_after_scan", "deleted"],
        ["spec.md", { _tag: "Unreadable", detail: "EACCES: permission denied" }, "unreadable", "EACCES: permission denied"],
        ["spec.md", { _tag: "NotText", atByte: 17 }, "invalid_format", "17"],
        ["spec.md", { _tag: "Unstable" }, "unstable", "changing"],
        ["spec.md", { _tag: "Text", sizeBytes: 11, text: null }, "oversized", "11 bytes are more than the limit of 10"],
        ["spec.md", text(""), "empty_body", "white space"]
      ]
      for (const [at, state, code, words] of cases) {
        const decision = yield* decide(at, state, 10)
        expect(decision).toMatchObject({ decision: "skip", reason_code: code })
        expect(decision.reason).toContain(words)
      }
      expect(SkipReason.literals.slice(0, cases.length)).toStrictEqual(cases.map(([, , code]) => code))
    }))

  it.effect("B-10 G-F8 takes a body of exactly the limit, and none of one byte more", () =>
    Effect.gen(function*() {
      expect(yield* decide("spec.md", text("éé"), 4)).toHaveProperty("decision", "upload")
      expect(yield* decide("spec.md", text("ééx"), 4)).toHaveProperty("reason_code", "oversized")
    }))

  it.effect("skips what the receiver, which is written in Python, takes for blank", () =>
    Effect.gen(function*() {
      for (const blank of ["", " \t\r\n\v\f", "\u00a0\u2003\u3000", "\u0085\u001c\u001f", "\ufeff\n"]) {
        expect(yield* decide("spec.md", text(blank))).toHaveProperty("reason_code", "empty_body")
      }
      for (const written of [".", "\u0000", "\u200b", " x "]) {
        expect(yield* decide("spec.md", text(written))).toHaveProperty("decision", "upload")
      }
    }))

  it.effect.prop("uploads only what may have a body", [FastCheck.constantFrom("a", "spec", "research/a", "tasks/WP02", "x/y"),
    FastCheck.constantFrom("", ".md", ".png", ".csv", ".MD")], ([stem, extension]) =>
    Effect.gen(function*() {
      const at = path(`${stem}${extension}`)
      const { decision } = yield* decide(at, text("words"))
      expect(decision === "upload").toBe(mayHaveBody(at))
    }))
})
