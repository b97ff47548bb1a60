import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Diagnostic } from "../../../src/domain/Diagnostic.js"
import { maxShownBytes } from "../../../src/domain/dossier/contentText.js"
import { noFilter } from "../../../src/domain/dossier/listArtifacts.js"
import { ManifestInvalid } from "../../../src/domain/mission/missionErrors.js"
import { listMissions } from "../../../src/programs/dossier/listMissions.js"
import { scanMissions } from "../../../src/programs/dossier/scanMissions.js"
import { artifactBytes, showArtifact } from "../../../src/programs/dossier/showArtifact.js"
import { smallMission, writeFiles } from "../../fixtures/project.js"
import { sha256 } from "../../domain/dossier/dossiers.js"
import { inConsentingProject, inProject, outcomes, runSync } from "../sync/world.js"

const mission = "001-alpha"
const all = { _tag: "All" } as const

describe("dossier list", () => {
  it.scoped("D-28 U-24 the state of each artifact is what sync says of it", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        const before = yield* listMissions({ selection: all, filter: { ...noFilter, state: ["not_sent"] }, sort: "path" })
        expect(before.data.artifacts.map(({ relative_path }) => relative_path)).toEqual(["plan.md", "spec.md", "tasks/WP01-first.md"])
        const { data: synced } = yield* runSync()
        const { data } = yield* listMissions({ selection: all, filter: noFilter, sort: "key" })
        const said = outcomes(synced)
        const listed = Object.fromEntries(data.artifacts.filter(({ upload }) => upload.state !== "absent").map((it) => [
          `${it.mission_slug}/${it.relative_path}`,
          it.upload.state === "skipped" ? `skipped:${it.upload.reason_code}` : it.upload.state
        ]))
        expect(listed).toEqual(said)
        expect(data.total_count).toBe(data.missions[0]?.artifact_counts.total)
      })))

  it.scoped("D-14 --missing lists what is required and absent, and what can't be used", () =>
    inProject({ ...smallMission(mission), [`kitty-specs/${mission}/research/bad.md`]: Uint8Array.of(0xff) }, () =>
      Effect.gen(function*() {
        const { data } = yield* listMissions({ selection: all, filter: { ...noFilter, missing: true }, sort: "path" })
        expect(data.artifacts.map(({ error_reason, relative_path, upload }) => [relative_path, error_reason, upload.state])).toEqual([
          ["research/bad.md", "invalid_format", "skipped"], ["tasks.md", "not_found", "absent"]
        ])
      })))
})

describe("dossier show", () => {
  const show = (subject: string, content = true) =>
    Effect.map(showArtifact({ subject, selection: all, content }), ({ data }) => data)
  const path = (name: string) => `kitty-specs/${mission}/${name}`

  it.scoped("D-29 G-F6 shows the very bytes, with their hash", () =>
    inProject({ ...smallMission(mission), [path("research/a.md")]: "\uFEFFone\r\ntwo\u001b[31m" }, () =>
      Effect.gen(function*() {
        const { artifact, content } = yield* show("research/a.md")
        expect(content).toEqual({
          text: "\uFEFFone\r\ntwo\u001b[31m", content_hash_sha256: artifact.content_hash_sha256, size_bytes: 16, shown_bytes: 16, is_truncated: false
        })
        expect((yield* show("research/a.md", false)).content).toBeNull()
      })))

  it.scoped("D-29 above 5 MB it shows the beginning, cut at a character, and says so", () =>
    inProject({ ...smallMission(mission), [path("research/big.csv")]: `x${"€".repeat(maxShownBytes / 3 + 10)}` }, () =>
      Effect.gen(function*() {
        const { artifact, content } = yield* show("research/big.csv")
        expect(content).toMatchObject({ is_truncated: true, size_bytes: artifact.size_bytes, content_hash_sha256: artifact.content_hash_sha256 })
        expect(content?.shown_bytes).toBeLessThanOrEqual(maxShownBytes)
        expect(content?.shown_bytes).toBeGreaterThan(maxShownBytes - 3)
        expect(content?.text.endsWith("€")).toBe(true)
      })))

  it.scoped("D-29 refuses the text of what is none, is gone or is left out, with the reason; --raw has every byte", () =>
    inProject({
      ...smallMission(mission), [path("research/a.png")]: Uint8Array.of(0x89, 0xff, 0), [path(".x/y.md")]: "x"
    }, () =>
      Effect.gen(function*() {
        expect(yield* Effect.flip(show("research/a.png"))).toMatchObject({ _tag: "ContentUnavailable", reason: "not_text" })
        expect([...(yield* artifactBytes({ subject: "research/a.png", selection: all }))]).toEqual([0x89, 0xff, 0])
        expect(yield* Effect.flip(show("tasks.md"))).toMatchObject({ reason: "gone" })
        expect((yield* show("tasks.md", false)).artifact).toMatchObject({ is_present: false, error_reason: "not_found" })
        expect(yield* Effect.flip(show(path(".x/y.md")))).toMatchObject({ _tag: "ArtifactNotFound", reason: "left_out", detail: "hidden" })
      })))

  it.scoped("D-39 reads the file when it is asked for: no content of an earlier look", () =>
    inProject(smallMission(mission), (root) =>
      Effect.gen(function*() {
        yield* show("spec.md")
        yield* writeFiles(root, { [path("spec.md")]: "new" }).pipe(Effect.provide(NodeContext.layer))
        expect((yield* show("spec.md")).content).toMatchObject({ text: "new", content_hash_sha256: sha256("new") })
      })))
})

describe("faults with a place", () => {
  it.scoped("D-13 a diagnostic of frontmatter has line and column of its own, one of a log its line", () =>
    inProject({
      ...smallMission(mission),
      [`kitty-specs/${mission}/plan.md`]: "---\ntitle: x\nartifact_class: nothing\n---\n",
      [`kitty-specs/${mission}/status.events.jsonl`]: "{}\nno json\n"
    }, () =>
      Effect.gen(function*() {
        const { diagnostics } = yield* scanMissions({ selection: all, step: null, emit: false })
        const places = diagnostics.map(({ column, line, target, why }) => [why, target, line, column])
        expect(places).toContainEqual(["frontmatter_invalid", "plan.md", 3, 17])
        expect(places).toContainEqual(["log_line_invalid", "status.events.jsonl", 2, undefined])
      })))

  it("D-13 a manifest's fault keeps its place in the diagnostic, and one without a place has no such keys", () => {
    const fault = (line: number | null, column: number | null) =>
      Diagnostic.of(new ManifestInvalid({ file: ".kittify/missions/own/expected-artifacts.yaml", line, column, pointer: "", detail: "x" }))
    expect(fault(7, 3)).toMatchObject({ target: ".kittify/missions/own/expected-artifacts.yaml", line: 7, column: 3 })
    expect(Object.keys(fault(null, null))).not.toContain("line")
  })
})
