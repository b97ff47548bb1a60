import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import { explain } from "../../../src/domain/dossier/explain.js"
import { findSubject } from "../../../src/domain/dossier/findSubject.js"
import { answers, requiredAt } from "../../../src/domain/dossier/requirement.js"
import { IndexEntryNotFound, UploadRejected } from "../../../src/domain/sync/transportErrors.js"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { explainArtifact } from "../../../src/programs/dossier/explainArtifact.js"
import { anyMission } from "../../fixtures/anyMission.js"
import { metaJson, smallMission, writeFiles } from "../../fixtures/project.js"
import { scanMission } from "../../layers/node/indexerWorld.js"
import { inConsentingProject, inProject, runSync } from "../sync/world.js"

const mission = "001-alpha"
const root = "/project"

const explained = (subject: string, selection: Parameters<typeof explainArtifact>[0]["selection"] = { _tag: "Default" }) =>
  Effect.map(explainArtifact({ subject, selection }), ({ data }) => data)
const refusal = (subject: string, selection?: Parameters<typeof explainArtifact>[0]["selection"]) =>
  Effect.map(Effect.flip(explained(subject, selection)), (error) =>
    error._tag === "ArtifactNotFound" ? { ...error, why: error.why, next: error.next } : error)

describe("explain and scan", () => {
  for (const type of ["software-dev", "documentation", null]) {
    it.effect(`N-01 say the same of every artifact and every entry of any mission: ${type ?? "no type"}`, () =>
      Effect.gen(function*() {
        for (const files of FastCheck.sample(anyMission, { numRuns: 60, seed: 1 })) {
          const scan = yield* scanMission({ files: Object.entries(files), type })
          const { dossier, facts, manifest } = scan
          const whereabouts = { root, workingDirectory: `${root}/kitty-specs/${dossier.mission_slug}/tasks` }
          const told = (subject: string) => {
            const found = findSubject(dossier, facts.directory, subject, whereabouts)
            if (found === null) throw new Error(`${subject} is not found`)
            return explain(scan, found, null)
          }
          for (const artifact of dossier.artifacts) {
            for (const subject of [`${facts.directory.path}/${artifact.relative_path}`, artifact.artifact_key]) {
              const { classified, requirement, upload, ...rest } = told(subject)
              expect(rest.artifact?.relative_path).toBe(artifact.relative_path)
              expect(classified?.artifact_class).toBe(artifact.artifact_class)
              expect(requirement?.required).toBe(requiredAt(manifest, dossier.step).some((it) => answers(artifact, it)))
              expect((requirement?.asked_by.length ?? 0) > 0).toBe(artifact.required_status === "required")
              expect(rest.status === "present").toBe(artifact.is_present)
              if (rest.status === "missing") expect(upload).toBeNull()
              else {
                expect([upload?.decision, upload?.reason_code, upload?.reason])
                  .toEqual([artifact.upload.decision, artifact.upload.reason_code, artifact.upload.reason])
              }
              const isUnclassified = dossier.anomalies.some(({ code, target }) => code === "unclassified" && target === rest.path)
              expect(classified?.rule === "no rule applies").toBe(isUnclassified)
            }
          }
          for (const entry of dossier.skipped) {
            expect(told(`${facts.directory.path}/${entry.path}`)).toMatchObject({ status: "left_out", left_out: { reason: entry.reason } })
          }
          for (const later of dossier.upcoming) {
            expect(told(`${facts.directory.path}/${later.relative_path}`).status).toBe("upcoming")
          }
        }
      }))
  }

  it.effect("N-01 each fact of an upload agrees with the decision that rests on it", () =>
    Effect.gen(function*() {
      const files = [
        ["spec.md", "x"], ["docs/a.md", "x"], ["research/a.png", "x"], ["research/empty.md", " "],
        ["research/big.csv", "x".repeat(524_289)], ["research/latin.md", Buffer.from([0xe9])]
      ] as const
      const scan = yield* scanMission({ files })
      const upload = (path: string) => {
        const artifact = scan.dossier.artifacts.find(({ relative_path }) => relative_path === path)
        if (artifact === undefined) throw new Error(path)
        return explain(scan, { _tag: "Artifact", artifact }, null).upload
      }
      const common = { limit_bytes: 524_288, utf8: true }
      expect(upload("spec.md")).toMatchObject({ ...common, decision: "upload", surface: "spec.md", format: ".md", size_bytes: 1 })
      expect(upload("docs/a.md")).toMatchObject({ ...common, reason_code: "unsupported_surface", surface: null, format: ".md" })
      expect(upload("research/a.png")).toMatchObject({ ...common, reason_code: "unsupported_format", surface: "research/**", format: null })
      expect(upload("research/empty.md")).toMatchObject({ ...common, reason_code: "empty_body", size_bytes: 1 })
      expect(upload("research/big.csv")).toMatchObject({ ...common, reason_code: "oversized", size_bytes: 524_289 })
      expect(upload("research/latin.md")).toMatchObject({ reason_code: "invalid_format", utf8: false, size_bytes: null })
    }))

  it.effect("N-01 names the manifest's entry, and the steps that ask for a file", () =>
    Effect.gen(function*() {
      const scan = yield* scanMission({ files: [["spec.md", "x"], ["plan.md", "x"], ["research.md", "x"]], step: "plan" })
      const of = (key: string) => {
        const found = findSubject(scan.dossier, scan.facts.directory, key, { root, workingDirectory: root })
        if (found === null) throw new Error(key)
        return explain(scan, found, null)
      }
      expect(of("spec.md").requirement).toMatchObject({
        required: false,
        reason: "not in required_always, not in required_by_step[plan]; at another step: required_by_step.specify[0] \"spec.md\""
      })
      expect(of("plan.md").requirement).toMatchObject({ required: true, blocking: true, reason: "required_by_step.plan[0] \"plan.md\"" })
      expect(of("research.md")).toMatchObject({
        classified: { rule: "manifest software-dev@1, optional_always[0] \"research.md\"" },
        requirement: { required: false, asked_by: [] }
      })
      expect(of("tasks.md")).toMatchObject({ status: "missing", classified: { artifact_class: "output" }, requirement: { required: true } })
    }))
})

describe("explain and sync", () => {
  it.scoped("N-01 U-24 tell the same outcome of each body: uploaded, queued, refused", () =>
    inConsentingProject(smallMission(mission), (directory) =>
      Effect.gen(function*() {
        const last = (path: string) => Effect.map(explained(path), (it) => it.last)
        expect(yield* last("spec.md")).toMatchObject({ state: "not_sent", reason_code: null, received_hash: null })
        yield* (yield* BodyTransportSteering).failNext(
          new UploadRejected({ reasonCode: "validation_error", reason: "too odd" }),
          new IndexEntryNotFound({ reason: "not yet" })
        )
        const { data } = yield* runSync()
        for (const body of data.missions.flatMap(({ bodies }) => bodies)) {
          const told = yield* last(body.artifact_path)
          expect([told?.state, told?.reason_code, told?.next_attempt_at, told?.retry_count])
            .toEqual([body.outcome, body.reason_code, body.next_attempt_at, body.retry_count])
          if (body.outcome === "failed") expect(told?.reason).toContain("too odd")
          if (body.outcome === "uploaded") {
            expect(told).toMatchObject({ received_hash: body.content_hash, received_at: body.acknowledged_at, received_is_current: true })
          }
        }
        const delivered = data.missions[0]?.bodies.find(({ outcome }) => outcome === "uploaded")
        const path = delivered?.artifact_path ?? ""
        yield* writeFiles(directory, { [`kitty-specs/${mission}/${path}`]: "edited" }).pipe(Effect.provide(NodeContext.layer))
        expect(yield* last(path)).toMatchObject({
          state: "not_sent", received_hash: delivered?.content_hash, received_is_current: false, reason: expect.stringContaining("earlier")
        })
      })))

  it.scoped("N-01 a body that the contract gate alone refuses is told as sync tells it", () => {
    // Within the limit that this user set, and above the contract's.
    const large = { [`kitty-specs/${mission}/research.md`]: `# Notes\n${"word ".repeat(120_000)}` }
    return inConsentingProject({ ...smallMission(mission), ...large }, () =>
      Effect.gen(function*() {
        const told = (yield* explained("research.md")).last
        expect([told?.state, told?.reason_code]).toEqual(["skipped", "contract"])
        expect(told?.reason).toContain("/content_body must have at most 524288 bytes")
        const { data } = yield* runSync()
        const synced = data.missions[0]?.bodies.find(({ artifact_path }) => artifact_path === "research.md")
        expect([synced?.outcome, synced?.reason_code]).toEqual(["skipped", "contract"])
      }), { SPEC_KITTY_MAX_BODY_BYTES: "1000000" })
  })

  it.scoped("N-01 U-34 without a server it says so, and makes no identity", () =>
    inProject(smallMission(mission), () =>
      Effect.gen(function*() {
        const { data, next } = yield* explainArtifact({ subject: "spec.md", selection: { _tag: "All" } })
        expect(data.last).toMatchObject({ state: "not_sent", reason_code: "no_server" })
        expect(next).toEqual(["spec-kitty sync server URL"])
      })))
})

describe("what a subject may be", () => {
  const two = { ...smallMission(mission), ...smallMission("002-beta"), [`kitty-specs/${mission}/.hidden/x.md`]: "x", "README.md": "x" }

  it.scoped("N-01 a path from the project, absolute, or a key with its mission; several fits are listed", () =>
    inProject(two, (directory) =>
      Effect.gen(function*() {
        const one = { _tag: "One", selector: mission } as const
        for (const [subject, selection] of [
          [`kitty-specs/${mission}/plan.md`], [`./kitty-specs/${mission}/tasks/../plan.md`], [`${directory}/kitty-specs/${mission}/plan.md`],
          ["plan.md", one], ["output.plan.main", one]
        ] as const) expect((yield* explained(subject, selection)).path).toBe("plan.md")
        expect(yield* refusal("plan.md")).toMatchObject({ reason: "several", missions: [mission, "002-beta"] })
        expect(yield* explained(`kitty-specs/${mission}/.hidden/x.md`)).toMatchObject({ status: "left_out", left_out: { path: ".hidden", reason: "hidden" } })
      })))

  it.scoped("N-01 what is none says why, with the nearest names", () =>
    inProject(two, () =>
      Effect.gen(function*() {
        const one = { _tag: "One", selector: mission } as const
        expect(yield* refusal("paln.md", one)).toMatchObject({ reason: "unknown", candidates: ["plan.md"] })
        expect(yield* refusal("WP01-first.md", one)).toMatchObject({ reason: "unknown", candidates: ["tasks/WP01-first.md"] })
        expect(yield* refusal("output.plan.mian", one)).toMatchObject({ candidates: ["output.plan.main"] })
        expect(yield* refusal("/etc/passwd")).toMatchObject({ reason: "outside" })
        expect(yield* refusal("./README.md")).toMatchObject({ reason: "outside" })
        expect(yield* refusal("kitty-specs/002-beta/spec.md", one)).toMatchObject({
          reason: "other_mission", next: "name its mission with --mission 002-beta"
        })
      })))

  it.scoped("N-01 a mission that can't be scanned is told, and the others are looked in", () =>
    inProject({ ...smallMission(mission), "kitty-specs/old/meta.json": metaJson("old", { feature_slug: "old" }) }, () =>
      Effect.gen(function*() {
        const { data, diagnostics } = yield* explainArtifact({ subject: "input.spec.main", selection: { _tag: "All" } })
        expect([data.mission_slug, diagnostics.map(({ code }) => code)]).toEqual([mission, ["LEGACY-01"]])
        expect(yield* Effect.flip(explained("kitty-specs/old/meta.json"))).toMatchObject({ _tag: "LegacyState" })
      })))
})
