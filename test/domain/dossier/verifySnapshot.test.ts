import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { makeSnapshotFile, snapshotText } from "../../../src/domain/dossier/makeSnapshotFile.js"
import { SnapshotFile } from "../../../src/domain/dossier/SnapshotFile.js"
import { jsonPointer, sealOf } from "../../../src/domain/dossier/snapshotSeal.js"
import { compareArtifacts, verifySnapshot } from "../../../src/domain/dossier/verifySnapshot.js"
import { anyMission } from "../../fixtures/anyMission.js"
import { scanMission } from "../../layers/node/indexerWorld.js"
import { artifactOf, sha256 } from "./dossiers.js"

type Json = { readonly [key: string]: unknown }

const parse = (text: string): Json => {
  const value: unknown = JSON.parse(text)
  if (!Predicate.isReadonlyRecord(value)) throw new Error("no object")
  return value
}
const decode = Schema.decodeUnknownEither(SnapshotFile, { onExcessProperty: "error" })

/** What `dossier snapshot verify` says: a file that does not decode is an error with that pointer. */
const pointersOf = (document: Json): ReadonlyArray<string> | "refused" => {
  const file = decode(document)
  return Either.isLeft(file) ? "refused" : verifySnapshot(document, file.right, sha256).map(({ pointer }) => pointer)
}

const exported = (files: Record<string, string>, type: string | null = "software-dev") =>
  Effect.map(scanMission({ files: Object.entries(files), type }), ({ dossier, manifest }) =>
    parse(snapshotText(makeSnapshotFile(dossier, manifest, {
      project_uuid: null, mission_slug: dossier.mission_slug, target_branch: "main", mission_type: type, manifest_version: "1"
    }, sha256))))

/** Places of all values that are no containers, and of empty containers. */
const leaves = (value: unknown, at: ReadonlyArray<string | number> = []): ReadonlyArray<ReadonlyArray<string | number>> => {
  const entries = Array.isArray(value)
    ? value.map((element, index) => [index, element] as const)
    : Predicate.isReadonlyRecord(value) ? Object.entries(value) : []
  return entries.length === 0 ? [at] : entries.flatMap(([key, member]) => leaves(member, [...at, key]))
}

/** The document with the value at that place replaced. */
const changed = (value: unknown, [key, ...rest]: ReadonlyArray<string | number>, by: (value: unknown) => unknown): unknown => {
  if (key === undefined) return by(value)
  if (Array.isArray(value)) return value.map((element: unknown, index) => index === key ? changed(element, rest, by) : element)
  return Predicate.isReadonlyRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, name === key ? changed(member, rest, by) : member]))
    : value
}

/** Another value of the same kind, so that most of these files still decode. */
const another = (value: unknown): unknown => {
  if (typeof value === "number") return value + 1
  if (typeof value === "boolean") return !value
  if (typeof value !== "string") return "other"
  if (/^[0-9a-f]+$/.test(value)) return value.replace(/^./, value.startsWith("0") ? "1" : "0")
  return value === "optional" ? "required" : value === "required" ? "optional" : `${value}x`
}

const mission = { "spec.md": "one", "plan.md": "two", "tasks/WP01-a.md": "same", "research/copy.md": "same", "b/\u{1F600}.md": "x" }

describe("a snapshot's file", () => {
  it.effect("D-19 is verified from the file alone, whatever the mission holds", () =>
    Effect.gen(function*() {
      for (const files of FastCheck.sample(anyMission, { numRuns: 60, seed: 19 })) {
        for (const type of ["software-dev", "documentation", null]) {
          const { dossier, manifest } = yield* scanMission({ files: Object.entries(files), type })
          const document = parse(snapshotText(makeSnapshotFile(dossier, manifest, {
            project_uuid: null, mission_slug: dossier.mission_slug, target_branch: null, mission_type: type, manifest_version: "1"
          }, sha256)))
          expect(pointersOf(document)).toEqual([])
        }
      }
    }))

  it.effect("D-19 any one field that is changed is found and named by its JSON pointer", () =>
    Effect.gen(function*() {
      const document = yield* exported(mission)
      const places = leaves(document)
      expect(places.length).toBeGreaterThan(100)
      for (const place of places) {
        const tampered = changed(document, place, another)
        const found = pointersOf(Predicate.isReadonlyRecord(tampered) ? tampered : {})
        const [first, second] = place
        // A changed checksum is told as a change of what it is a checksum of; a list of plain values has one.
        const named = first === "seal"
          ? String(second)
          : first === "parity_hash_components" ? "/parity_hash_components" : jsonPointer(place)
        if (found === "refused") continue
        expect(found.some((pointer) => pointer.startsWith(named)), `${jsonPointer(place)}: ${found.join(" ")}`).toBe(true)
      }
    }))

  it.effect("D-19 fields and artifacts that are added, removed or swapped are found", () =>
    Effect.gen(function*() {
      const document = yield* exported(mission)
      const list = (key: string): ReadonlyArray<unknown> => {
        const value = document[key]
        return Array.isArray(value) ? value : []
      }
      const artifacts = list("artifact_summaries")
      expect(artifacts.length).toBeGreaterThan(3)
      const variants: ReadonlyArray<Json> = [
        { ...document, artifact_summaries: artifacts.slice(1) },
        { ...document, artifact_summaries: artifacts.slice(0, -1) },
        { ...document, artifact_summaries: [...artifacts, ...artifacts.slice(0, 1)] },
        { ...document, artifact_summaries: [...artifacts].reverse() },
        { ...document, artifact_summaries: [] },
        { ...document, requirements: null },
        { ...document, requirements: [] },
        { ...document, seal: {} }
      ]
      for (const variant of variants) expect(pointersOf(variant).length).toBeGreaterThan(0)
      expect(pointersOf({ ...document, note: "more" })).toBe("refused")
      // Nothing is left that the checksum of the last artifact could be compared with: its absence is told.
      expect(pointersOf({ ...document, artifact_summaries: artifacts.slice(0, -1) }))
        .toContain(`/artifact_summaries/${artifacts.length - 1}`)
    }))

  it.effect("D-19 sealed anew, what does not follow from the artifacts is still found", () =>
    Effect.gen(function*() {
      const document = yield* exported(mission)
      const lie = (key: string, value: unknown) => {
        const { seal: _, ...rest } = { ...document, [key]: value }
        return pointersOf({ ...rest, seal: sealOf(rest, sha256) })
      }
      for (const key of [
        "total_artifacts", "required_artifacts", "required_present", "required_missing", "optional_artifacts", "optional_present"
      ]) expect(lie(key, 99)).toEqual([`/${key}`])
      expect(lie("completeness_status", "unknown")).toEqual(["/completeness_status"])
      expect(lie("parity_hash_sha256", "0".repeat(64))).toEqual(["/parity_hash_sha256"])
      expect(lie("canonical_snapshot_hash", `sha256:${"0".repeat(64)}`)).toEqual(["/canonical_snapshot_hash"])
      expect(lie("parity_hash_components", [])).toEqual(["/parity_hash_components/0"])
      expect(lie("mission_slug", "002-other")).toEqual(["/mission_slug"])
    }))

  it("D-19 against the disk it names what changed, is gone or is new", () => {
    const before = [artifactOf("a.md", "1"), artifactOf("b.md", "2"), artifactOf("c.md", "3"), artifactOf("x.md", null)]
    const now = [artifactOf("a.md", "1"), artifactOf("b.md", "changed"), artifactOf("c.md", null), artifactOf("d.md", "4")]
    expect(compareArtifacts(before, now)).toEqual({ changed: ["b.md"], missing: ["c.md"], added: ["d.md"] })
    expect(compareArtifacts(before, before)).toEqual({ changed: [], missing: [], added: [] })
  })
})
