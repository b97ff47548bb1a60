import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { codePointOrder } from "../../../src/domain/dossier/codePointOrder.js"
import type { Judged } from "../../../src/domain/dossier/completeness.js"
import { canonicalText, makeSnapshot, parityComponents, parityText } from "../../../src/domain/dossier/snapshot.js"
import { MissionSlug } from "../../../src/domain/identity/Namespace.js"
import { artifactOf, now, sha256, shipped } from "./dossiers.js"

const snapshotOf = (judged: Judged, snapshotId = "00000000-0000-4000-8000-000000000000") =>
  makeSnapshot({ ...judged, missionSlug: MissionSlug.make("001-x"), snapshotId, computedAt: now, sha256 })

describe("codePointOrder", () => {
  it.prop("D-02 G-F14 is the order of the UTF-8 bytes", [FastCheck.string({ unit: "binary" }), FastCheck.string({ unit: "binary" })],
    ([left, right]) => codePointOrder(left, right) === Buffer.compare(Buffer.from(left), Buffer.from(right)),
    { fastCheck: { numRuns: 2000 } })

  it("D-02 G-F14 an astral name comes after U+FF5E, where UTF-16 puts it before", () => {
    expect(["😀", "～", "a", "aa", ""].sort(codePointOrder)).toEqual(["", "a", "aa", "～", "😀"])
  })
})

describe("parity", () => {
  const alpha = artifactOf("a.md", "alpha\n")
  const beta = artifactOf("b.md", "beta\n")

  it("D-03 known answers: of nothing, and of two files", () => {
    expect(sha256(parityText([]))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    expect(parityComponents([beta, alpha])).toEqual([
      "b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060",
      "f2c82decdd7181cf98945929a62598db7e6b477e11f6e0eb0ae97020eff151ad"
    ])
    expect(sha256(parityText([beta, alpha]))).toBe("e11ab1a13e602a987fee4e94b52eaddeecd13176b7ecacb197b59c3b020c9971")
  })

  it("D-03 equal contents count as often as they are there; what is not present does not count", () => {
    const copy = artifactOf("c.md", "alpha\n")
    expect(parityComponents([alpha, copy, artifactOf("bad.md", null)])).toHaveLength(2)
    expect(canonicalText([artifactOf("bad.md", null)])).toBe("")
  })

  it("D-03 the canonical text has a line per present artifact, by UTF-8 bytes of the path", () => {
    expect(canonicalText([artifactOf("😀.md", "2"), artifactOf("～.md", "1"), beta])).toBe(
      `b.md\t${beta.content_hash_sha256}\n～.md\t${sha256("1")}\n😀.md\t${sha256("2")}`)
  })
})

describe("makeSnapshot", () => {
  const manifest = shipped("software-dev")
  const name = FastCheck.constantFrom("a.md", "ä.md", "😀.md", "～.md", "spec.md", "plan.md", "tasks/WP01.md", "x y.md", "\uE000.md")
  const tree = FastCheck.uniqueArray(FastCheck.tuple(name, FastCheck.option(FastCheck.string())), { selector: ([path]) => path })
  const shuffled = tree.chain((files) => FastCheck.tuple(FastCheck.constant(files),
    FastCheck.shuffledSubarray(files, { minLength: files.length, maxLength: files.length })))

  it.prop("D-02 D-43 G-F14 the order in which files were found changes nothing", [shuffled], ([[files, other]]) => {
    const of = (entries: typeof files) =>
      snapshotOf({ artifacts: entries.map(([path, content]) => artifactOf(path, content, manifest)), manifest, step: "plan" })
    expect(of(other)).toEqual(of(files))
  })

  it("D-18 holds counts, completeness, both hashes, components and summaries, under its id and time", () => {
    const artifacts = [artifactOf("b.md", "beta\n"), artifactOf("a.md", "alpha\n")]
    const snapshot = snapshotOf({ artifacts, manifest: null, step: null }, "id-1")
    expect(snapshot).toMatchObject({
      mission_slug: "001-x",
      snapshot_id: "id-1",
      total_artifacts: 2,
      optional_present: 2,
      completeness_status: "unknown",
      parity_hash_sha256: "e11ab1a13e602a987fee4e94b52eaddeecd13176b7ecacb197b59c3b020c9971",
      canonical_snapshot_hash: `sha256:${sha256(canonicalText(artifacts))}`,
      computed_at: now
    })
    expect(snapshot.artifact_summaries.map(({ artifact_key: key }) => key)).toEqual(["artifact.a.md", "artifact.b.md"])
    expect(snapshot.parity_hash_components).toEqual(parityComponents(artifacts))
  })
})
