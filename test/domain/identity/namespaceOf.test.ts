import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import { ProjectUuid } from "../../../src/domain/identity/ids.js"
import { ManifestVersion, MissionSlug } from "../../../src/domain/identity/Namespace.js"
import { namespaceOf } from "../../../src/domain/identity/namespaceOf.js"
import { MissionMeta } from "../../../src/domain/mission/MissionMeta.js"

const project_uuid = ProjectUuid.make("0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")
const slug = MissionSlug.make("071-invoice-export")
const of = (meta: ConstructorParameters<typeof MissionMeta>[0] | null, manifestVersion: string | null = null) =>
  namespaceOf({
    project_uuid,
    slug,
    meta: meta === null ? null : new MissionMeta(meta),
    manifestVersion: manifestVersion === null ? null : ManifestVersion.make(manifestVersion)
  })

describe("namespaceOf", () => {
  it("B-15 is meta.json's branch and type, under the directory's name", () => {
    const meta = { target_branch: "release/2", mission_type: "research", mission_slug: "another-name" }
    expect(Either.getOrNull(of(meta, "own-3"))).toMatchObject({
      project_uuid, mission_slug: slug, target_branch: "release/2", mission_type: "research", manifest_version: "own-3"
    })
  })

  it("B-15 a mission type without a manifest has version 1", () => {
    expect(Either.getOrNull(of({ target_branch: "main", mission_type: "own" }))?.manifest_version).toBe("1")
  })

  it.each([
    [{ mission_type: "research" }, ["target_branch"]],
    [{ target_branch: "main", mission_type: null }, ["mission_type"]],
    [{ target_branch: " ", mission_type: "" }, ["target_branch", "mission_type"]],
    [null, ["target_branch", "mission_type"]]
  ])("B-15 %j is incomplete: nothing is put in the place of what is missing", (meta, fields) => {
    const refused = Either.flip(of(meta))
    expect(Either.getOrNull(refused)).toMatchObject({
      _tag: "NamespaceIncomplete", code: "NAMESPACE-01", file: "kitty-specs/071-invoice-export/meta.json", fields
    })
  })
})
