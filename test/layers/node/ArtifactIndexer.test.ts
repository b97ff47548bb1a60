import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import { createHash } from "node:crypto"
import { ArtifactRef } from "../../../src/domain/dossier/Artifact.js"
import { MissionDossier, type IndexedArtifact } from "../../../src/domain/dossier/MissionDossier.js"
import { mayHaveBody } from "../../../src/domain/sync/uploadSurface.js"
import type { IndexedMission } from "../../../src/services/ArtifactIndexer.js"
import { anyMission } from "../../fixtures/anyMission.js"
import { scanMission } from "./indexerWorld.js"

const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex")
const binary = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0xff])

const artifactAt = ({ dossier }: IndexedMission, path: string): IndexedArtifact => {
  const found = dossier.artifacts.find((artifact) => artifact.relative_path === path)
  if (found === undefined) throw new Error(`${path} is no artifact`)
  return found
}
const codes = ({ dossier }: IndexedMission) =>
  dossier.artifacts.map(({ relative_path: path, upload }) => [path, upload.reason_code ?? "upload"])

describe("an artifact", () => {
  it.effect("D-05 D-08 has all twelve fields and the answer about its body", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(Date.UTC(2026, 10, 20, 20, 14, 5, 120))
      const found = yield* scanMission({ files: [["spec.md", "alpha\n"], ["tasks/WP01-export.md", "do\n"]], step: "plan" })
      expect(artifactAt(found, "spec.md")).toStrictEqual({
        artifact_key: "input.spec.main",
        artifact_class: "input",
        relative_path: "spec.md",
        content_hash_sha256: "b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060",
        size_bytes: 6,
        wp_id: null,
        step_id: "specify",
        required_status: "required",
        provenance: null,
        is_present: true,
        error_reason: null,
        indexed_at: "2026-11-20T20:14:05.120Z",
        upload: { decision: "upload", reason_code: null, reason: "text on an uploaded surface" }
      })
      expect(artifactAt(found, "tasks/WP01-export.md")).toMatchObject({ wp_id: "WP01", artifact_class: "workflow" })
      expect(Object.keys(ArtifactRef.fields)).toHaveLength(12)
    }))

  it.effect("D-17 B-09 a text that is not UTF-8 is absent, without hash, and reported as missing with the byte", () =>
    Effect.gen(function*() {
      const bad = Uint8Array.from([0x61, 0x62, 0xff])
      const found = yield* scanMission({ files: [["spec.md", bad], ["research/notes.md", bad], ["plan.md", "fine"]], step: "specify" })
      for (const path of ["spec.md", "research/notes.md"]) {
        expect(artifactAt(found, path)).toMatchObject({
          is_present: false, content_hash_sha256: "", error_reason: "invalid_format", upload: { reason_code: "invalid_format" }
        })
      }
      expect(found.dossier.missing.map(({ artifact, blocking, reason_detail }) => [artifact.relative_path, blocking, reason_detail]))
        .toStrictEqual([
          ["research/notes.md", false, "not UTF-8: the first invalid byte is at offset 2"],
          ["spec.md", true, "not UTF-8: the first invalid byte is at offset 2"]
        ])
      expect(found.dossier.anomalies.map(({ code, target }) => [code, target])).toStrictEqual([
        ["invalid_format", "research/notes.md"], ["invalid_format", "spec.md"]
      ])
      expect(found.dossier.snapshot.parity_hash_components).toStrictEqual([sha256("fine")])
      expect([...found.bodies]).toStrictEqual([["plan.md", "fine"]])
    }))

  it.effect("B-32 D-01 an image beside a research text is present and hashed, named as skipped, and no anomaly", () =>
    Effect.gen(function*() {
      const found = yield* scanMission({ files: [["research/chart.png", binary], ["research/chart.md", "text"]] })
      expect(artifactAt(found, "research/chart.png")).toMatchObject({
        is_present: true, content_hash_sha256: sha256(binary), error_reason: null
      })
      expect(codes(found)).toStrictEqual([
        ["research/chart.md", "upload"], ["research/chart.png", "unsupported_format"], ["spec.md", "unreadable"]
      ])
      expect(artifactAt(found, "research/chart.png").upload.reason).toContain(".png")
      expect(found.dossier.anomalies).toStrictEqual([])
      expect(found.dossier.missing.filter(({ artifact }) => artifact.relative_path.startsWith("research/"))).toStrictEqual([])
    }))

  it.effect("B-33 B-28 B-10 no bad file keeps another from being indexed and uploaded", () =>
    Effect.gen(function*() {
      const found = yield* scanMission({
        files: [
          ["research/a.md", "first"],
          ["research/b.md", { _tag: "Unreadable", detail: "EACCES: permission denied", sizeBytes: 9 }],
          ["research/c.md", { _tag: "Vanished" }],
          ["research/d.md", { _tag: "Unstable", sizeBytes: 4 }],
          ["research/e.md", "x".repeat(524_289)],
          ["research/f.md", " \n"],
          ["research/g.md", "last"]
        ]
      })
      expect(codes(found).map(([, code]) => code)).toStrictEqual([
        "upload", "unreadable", "deleted_after_scan", "unstable", "oversized", "empty_body", "upload", "unreadable"
      ])
      expect(found.dossier.artifacts.map((artifact) => [artifact.is_present, artifact.error_reason])).toStrictEqual([
        [true, null], [false, "unreadable"], [false, "deleted_after_scan"], [false, "unreadable"], [true, null], [true, null], [true, null],
        [false, "not_found"]
      ])
      expect([...found.bodies.keys()]).toStrictEqual(["research/a.md", "research/g.md"])
      const details = found.dossier.missing.map(({ artifact, reason_detail }) => [artifact.relative_path, reason_detail])
      expect(details).toContainEqual(["research/b.md", "EACCES: permission denied"])
      expect(details).toContainEqual(["research/d.md", "it kept changing while it was read"])
    }))

  it.effect("D-06 D-07 takes its class from frontmatter first, and a file that no rule knows is runtime and named", () =>
    Effect.gen(function*() {
      const found = yield* scanMission({
        files: [["notes/x.bin", "?"], ["spec.md", "---\nartifact_class: policy\n---\n"], ["plan.md", "---\nartifact_class: odd\n---\n"]]
      })
      const classes = found.dossier.artifacts.map((artifact) => [artifact.relative_path, artifact.artifact_class])
      expect(classes).toStrictEqual([["notes/x.bin", "runtime"], ["plan.md", "output"], ["spec.md", "policy"], ["tasks.md", "output"]])
      expect(found.dossier.anomalies.map(({ code, target }) => [code, target])).toStrictEqual([
        ["unclassified", "notes/x.bin"], ["frontmatter_invalid", "plan.md"]
      ])
    }))
})

describe("the dossier", () => {
  it.effect("D-14 D-18 lists a required artifact that is absent as missing and blocking, and counts it", () =>
    Effect.gen(function*() {
      const { dossier } = yield* scanMission({ files: [["plan.md", "p"], ["notes/log.md", "l"]], step: "plan" })
      expect(dossier.missing).toMatchObject([{
        artifact: { artifact_key: "output.tasks.list", relative_path: "tasks.md", is_present: false, error_reason: "not_found" },
        blocking: true, manifest_step: "plan", reason_detail: null
      }])
      expect(dossier.counts).toStrictEqual({
        total: 3, required: 2, required_present: 1, required_missing: 1, optional: 1, optional_present: 1
      })
      expect(dossier.snapshot).toMatchObject({ completeness_status: "incomplete", artifact_summaries: { length: 3 } })
      expect(dossier.artifacts.map((artifact) => [artifact.relative_path, artifact.error_reason, artifact.upload.decision])).toStrictEqual([
        ["notes/log.md", null, "skip"], ["plan.md", null, "upload"], ["tasks.md", "not_found", "skip"]
      ])
      expect(dossier.artifacts).toHaveLength(dossier.counts.total)
      const text = JSON.stringify(Schema.encodeSync(MissionDossier)(dossier))
      expect(Schema.decodeSync(Schema.parseJson(MissionDossier))(text)).toStrictEqual(dossier)
    }))

  it.effect("D-15 an optional artifact that is absent is neither missing nor counted", () =>
    Effect.gen(function*() {
      const { dossier } = yield* scanMission({ files: [["plan.md", "p"], ["tasks.md", "t"]], step: "plan" })
      expect(dossier.missing).toStrictEqual([])
      expect(dossier.counts).toMatchObject({ total: 2, optional: 0, required_missing: 0 })
      expect(dossier.snapshot.completeness_status).toBe("complete")
    }))

  it.effect("D-16 lists every entry that is not indexed, with the reason", () =>
    Effect.gen(function*() {
      const { dossier } = yield* scanMission({
        files: [[".gitkeep", ""], ["link.md", { _tag: "Symlink" }], ["pipe.md", { _tag: "NotRegular" }], ["a\\b.md", "x"]]
      })
      expect(dossier.skipped.map(({ path, reason }) => [path, reason])).toStrictEqual([
        [".gitkeep", "hidden"], ["a\\b.md", "unsupported_name"], ["link.md", "symlink"], ["pipe.md", "not_regular"]
      ])
    }))

  it.effect("D-11 judges at the step that the files have reached, or at the one that is asked for", () =>
    Effect.gen(function*() {
      const files = [["spec.md", "s"]] as const
      const derived = yield* scanMission({ files })
      const asked = yield* scanMission({ files, step: "specify" })
      const unknown = yield* Effect.flip(scanMission({ files, step: "nonsense" }))
      expect(asked.dossier.snapshot.completeness_status).toBe("complete")
      expect([derived.dossier.step, asked.dossier.step]).toStrictEqual([expect.any(String), "specify"])
      expect(unknown._tag).toBe("StepUnknown")
    }))

  it.effect("D-12 D-41 indexes a mission of an unknown type or of none, and keeps its run id", () =>
    Effect.gen(function*() {
      const files = [["spec.md", "s"], ["a/x.md", "y"]] as const
      const unknown = yield* scanMission({ files, type: "gardening", missionId: "01KRC4HN" })
      const typeless = yield* scanMission({ files, type: null })
      expect(unknown.dossier).toMatchObject({
        mission_type: "gardening", mission_run_id: "01KRC4HN", manifest_version: null, step: null, missing: []
      })
      expect(typeless.dossier).toMatchObject({ mission_type: null, mission_run_id: "001-invoice-export" })
      for (const { dossier } of [unknown, typeless]) expect(dossier.snapshot.completeness_status).toBe("unknown")
      expect(unknown.bodies.size).toBe(1)
    }))

  it.effect("D-43 a second scan differs in identifiers and times alone", () =>
    Effect.gen(function*() {
      const mission = { files: [["spec.md", "s"], ["größe (1).md", "x"], ["bad.md", Uint8Array.from([0xff])]] as const }
      const one = yield* scanMission(mission)
      yield* TestClock.adjust("1 hour")
      const other = yield* scanMission({ files: [...mission.files].reverse() })
      const plain = ({ dossier }: IndexedMission) =>
        JSON.stringify(Schema.encodeSync(MissionDossier)(dossier), (key, value: unknown) =>
          ["snapshot_id", "computed_at", "indexed_at"].includes(key) ? "" : value)
      expect(plain(other)).toBe(plain(one))
      expect(other.dossier.snapshot.snapshot_id).not.toBe(one.dossier.snapshot.snapshot_id)
      expect(other.dossier.snapshot.computed_at).toBe("1970-01-01T01:00:00.000Z")
    }))

  it.effect("keeps no bodies unless asked, and decides the same", () =>
    Effect.gen(function*() {
      const files = [["spec.md", "s"], ["plan.md", " "]] as const
      const without = yield* scanMission({ files, keepBodies: false })
      expect(without.bodies.size).toBe(0)
      expect(codes(without)).toStrictEqual(codes(yield* scanMission({ files })))
    }))
})

describe("any mission", () => {
  for (const type of ["software-dev", "research", "documentation"]) {
    it.effect(`D-44 D-05 B-36 G-F12 G-F15 omits nothing silently, and hashes what it would send: ${type}`, () =>
      Effect.gen(function*() {
        for (const files of FastCheck.sample(anyMission, { numRuns: 100, seed: 44 })) {
          const { bodies, dossier } = yield* scanMission({ files: Object.entries(files), type })
          const listed = new Set([...dossier.artifacts.map((artifact) => artifact.relative_path), ...dossier.skipped.map(({ path }) => path)])
          const isListed = (path: string) =>
            listed.has(path) || path.split("/").some((_, at, all) => listed.has(all.slice(0, at).join("/")))
          expect(Object.keys(files).filter((path) => !isListed(path))).toStrictEqual([])
          const { artifact_summaries: summaries } = dossier.snapshot
          expect(new Set(summaries.map((artifact) => artifact.artifact_key)).size).toBe(summaries.length)
          for (const artifact of dossier.artifacts) {
            expect(artifact.is_present).toBe(artifact.error_reason === null && artifact.content_hash_sha256 !== "")
            expect(artifact.upload.reason).not.toBe("")
          }
          const uploads = dossier.artifacts.filter(({ upload }) => upload.decision === "upload")
          expect(uploads.map((artifact) => artifact.relative_path)).toStrictEqual([...bodies.keys()])
          expect(uploads.map((artifact) => artifact.content_hash_sha256)).toStrictEqual([...bodies.values()].map(sha256))
          expect(uploads.every((artifact) => artifact.is_present)).toBe(true)
          expect([...bodies.keys()].every(mayHaveBody)).toBe(true)
        }
      }))
  }
})
