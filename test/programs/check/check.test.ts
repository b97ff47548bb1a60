import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { ContractViolation, ContractViolations } from "../../../src/domain/contract/ContractViolations.js"
import type { Finding } from "../../../src/domain/check/Finding.js"
import { check } from "../../../src/programs/check/check.js"
import type { CheckOptions } from "../../../src/programs/check/CheckOptions.js"
import { UploadRejected } from "../../../src/domain/sync/transportErrors.js"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { RepositoryFolder } from "../../../src/services/RepositoryFolder.js"
import { type Files, metaJson, smallMission } from "../../fixtures/project.js"
import { inConsentingProject, inProject, runSync } from "../sync/world.js"

const defaults: CheckOptions = { selection: { _tag: "All" }, requirements: ["complete", "clean-contract"], strict: false }
const atRoot = Layer.succeed(RepositoryFolder, { prefix: "" })
const runCheck = (changes: Partial<CheckOptions> = {}) => Effect.provide(check({ ...defaults, ...changes }), atRoot)

/** At step plan, and all that it asks for is there. */
const wholeMission = (mission: string): Files => ({
  ...smallMission(mission),
  [`kitty-specs/${mission}/tasks.md`]: "# Tasks\n"
})
const meta = (mission: string, fields: Record<string, unknown> = {}) => ({ [`kitty-specs/${mission}/meta.json`]: metaJson(mission, fields) })

const shown = ({ column, line, path: file, rule_id, severity }: Finding): string =>
  `${severity} ${rule_id} ${file}:${line ?? ""}:${column ?? ""}`
const found = (files: Files, changes: Partial<CheckOptions> = {}) =>
  inProject(files, () => Effect.map(runCheck(changes), (outcome) => ({ ...outcome, shown: outcome.data.findings.map(shown) })))

describe("complete", () => {
  it.scoped("U-38 a required artifact that the step asks for and nobody wrote is an error", () =>
    Effect.gen(function*() {
      const { data, exitCode, shown } = yield* found(smallMission("001-a"))
      expect(shown).toEqual(["error required-missing kitty-specs/001-a/tasks.md::"])
      expect([exitCode, data.passed]).toEqual([3, false])
      expect(data.findings[0]).toMatchObject({ message: "tasks.md is required at step plan, and it is not there.", fix: "write tasks.md" })
      expect(data.missions[0]?.requirements[0]).toMatchObject({ verdict: "failed", checked: 2, satisfied: 1 })
    }))

  it.scoped("G-H1 a pass names the missions, files, artifacts and payloads that it rests on", () =>
    Effect.gen(function*() {
      const { data, exitCode } = yield* found({ ...wholeMission("001-a"), ...smallMission("002-b"), "kitty-specs/002-b/tasks.md": "#" })
      expect([exitCode, data.passed, data.findings]).toEqual([0, true, []])
      expect(data.requirements.map(({ evidence, verdict }) => [verdict, evidence])).toEqual([
        ["passed", "2 missions, 12 files: nothing is required"],
        ["passed", expect.stringMatching(/^2 missions, 12 files: \d+ of \d+ payloads passed the gate$/)]
      ])
      const broken = yield* found({ ...wholeMission("001-a"), ...smallMission("002-b"), "kitty-specs/003-c/meta.json": `{"feature_slug":"x"}` })
      expect(broken.data.requirements.map(({ evidence }) => evidence.slice(evidence.indexOf(";")))).toEqual([
        "; 2 missions failed", "; 1 mission not checked"
      ])
      expect(data.missions[0]?.requirements[0]?.evidence).toBe("nothing is required at step implement; 6 files indexed")
    }))

  it.scoped("U-38 D-13 each fault of a mission's files is a finding at its place", () =>
    Effect.gen(function*() {
      const latin1 = new Uint8Array([0x63, 0x61, 0x66, 0xe9])
      const { shown } = yield* found({
        ...wholeMission("001-a"),
        ...meta("001-a", { mission_slug: "other" }),
        "kitty-specs/001-a/research/class.md": "---\ntitle: x\nartifact_class: nonsense\n---\n",
        "kitty-specs/001-a/research/latin.md": latin1,
        "kitty-specs/001-a/odd.xyz": "x",
        "kitty-specs/001-a/Plan.md": "twin",
        "kitty-specs/001-a/status.events.jsonl": "{}\nnot json\n",
        "kitty-specs/002-b/meta.json": "{\n  nope\n",
        "kitty-specs/003-c/meta.json": `{"feature_slug": "x"}`
      })
      expect(shown).toEqual([
        "warning slug-mismatch kitty-specs/001-a/meta.json::",
        "note unclassified kitty-specs/001-a/odd.xyz::",
        "warning name-collision kitty-specs/001-a/plan.md::",
        "warning frontmatter-invalid kitty-specs/001-a/research/class.md:3:17",
        "warning not-utf8 kitty-specs/001-a/research/latin.md::",
        "warning log-line-invalid kitty-specs/001-a/status.events.jsonl:2:",
        "error namespace-incomplete kitty-specs/002-b/meta.json::",
        "error state-file-invalid kitty-specs/002-b/meta.json:2:",
        "error legacy-name kitty-specs/003-c/meta.json::"
      ])
    }))

  it.scoped("D-13 a fault of a project's own manifest is told once, with line and column, and its missions are not passed", () =>
    Effect.gen(function*() {
      const { data, shown } = yield* found({
        ...wholeMission("001-a"),
        ...wholeMission("002-b"),
        ".kittify/missions/software-dev/expected-artifacts.yaml":
          "schema_version: \"1.0\"\nmission_type: software-dev\nmanifest_version: \"2\"\nrequired_always:\n  - artifact_key: x\n    artifact_class: nope\n    path_pattern: a.md\n"
      })
      expect(shown).toEqual(["error manifest-invalid .kittify/missions/software-dev/expected-artifacts.yaml:6:5"])
      expect(data.findings[0]?.mission_slug).toBeNull()
      expect(data.missions.map(({ requirements }) => requirements.map(({ verdict }) => verdict)))
        .toEqual([["failed", "not_checked"], ["failed", "not_checked"]])
    }))

  it.scoped("U-40 only what is asked for is looked at", () =>
    Effect.gen(function*() {
      const files = { ...wholeMission("001-a"), ...meta("001-a", { target_branch: null }) }
      expect((yield* found(files, { requirements: ["complete"] })).exitCode).toBe(0)
      expect((yield* found(files)).shown).toEqual(["error namespace-incomplete kitty-specs/001-a/meta.json::"])
    }))
})

describe("strict", () => {
  it.scoped("U-07 warnings fail the check with --strict alone, and an unclassified file is one of them", () =>
    Effect.gen(function*() {
      const files = { ...wholeMission("001-a"), "kitty-specs/001-a/odd.xyz": "x" }
      const lax = yield* found(files)
      expect([lax.exitCode, lax.shown]).toEqual([0, ["note unclassified kitty-specs/001-a/odd.xyz::"]])
      const strict = yield* found(files, { strict: true })
      expect([strict.exitCode, strict.shown]).toEqual([3, ["warning unclassified kitty-specs/001-a/odd.xyz::"]])
    }))

  it.scoped("U-07 nothing matched is visible without --strict, and a finding with it", () =>
    Effect.gen(function*() {
      const lax = yield* found({ "kitty-specs/readme.txt": "" })
      expect([lax.exitCode, lax.data.nothing_matched, lax.data.findings]).toEqual([0, ["missions"], []])
      expect(lax.data.requirements.map(({ verdict }) => verdict)).toEqual(["nothing_to_check", "nothing_to_check"])
      const strict = yield* found({ "kitty-specs/readme.txt": "" }, { strict: true })
      expect([strict.exitCode, strict.shown]).toEqual([3, ["error nothing-matched kitty-specs::"]])
    }))

  it.scoped("U-07 a requirement that no mission has anything for is named", () =>
    Effect.gen(function*() {
      const typeless = { ...meta("001-a", { mission_type: "unheard-of" }) }
      const lax = yield* found(typeless)
      expect([lax.exitCode, lax.data.nothing_matched]).toEqual([0, ["complete"]])
      const strict = yield* found(typeless, { strict: true })
      expect([strict.exitCode, strict.shown]).toEqual([3, ["error nothing-matched kitty-specs::"]])
    }))
})

describe("clean-contract", () => {
  it.scoped("U-38 each rule that a payload breaks is a finding of the file that it is made from", () =>
    inProject(wholeMission("001-a"), () =>
      Effect.gen(function*() {
        const refusing = Effect.updateService(ContractGate, (gate) => ({
          ...gate,
          body: (request) => request.artifact_path === "plan.md"
            ? Effect.fail(new ContractViolations({
              context: "body_sync",
              violations: [
                new ContractViolation({ pointer: "/content_body", rule: "is odd" }),
                new ContractViolation({ pointer: "", rule: "is odder" })
              ]
            }))
            : gate.body(request)
        }))
        const { data, exitCode } = yield* refusing(runCheck())
        expect(exitCode).toBe(3)
        expect(data.findings.map((it) => [shown(it), it.message])).toEqual([
          ["error contract-violation kitty-specs/001-a/plan.md::", "plan.md: /content_body is odd."],
          ["error contract-violation kitty-specs/001-a/plan.md::", "plan.md: the payload is odder."]
        ])
        const { checked = 0, satisfied = 0 } = data.requirements[1] ?? {}
        expect(checked - satisfied).toBe(1)
      })))

  it.scoped("U-38 nothing is queued, no identity is made and nothing is written", () =>
    inProject(wholeMission("001-a"), (root) =>
      Effect.gen(function*() {
        const before = fs.readdirSync(root, { recursive: true })
        yield* runCheck({ requirements: ["complete", "clean-contract", "delivered"] })
        expect(fs.readdirSync(root, { recursive: true })).toEqual(before)
        expect(fs.existsSync(`${root}-home`)).toBe(false)
      })))
})

describe("delivered", () => {
  const delivered: Partial<CheckOptions> = { requirements: ["delivered"] }

  it.scoped("U-38 nothing is delivered before a sync; after it every body has its receipt, and the pass says since when", () =>
    inConsentingProject(wholeMission("001-a"), () =>
      Effect.gen(function*() {
        const before = yield* runCheck(delivered)
        expect([before.exitCode, before.data.findings.map(({ message }) => message)]).toEqual([3, [
          ...["plan.md", "spec.md", "tasks.md", "tasks/WP01-first.md"].map((file) =>
            `${file} is not delivered: never sent; the next sync sends it.`)
        ]])
        yield* runSync()
        const after = yield* runCheck(delivered)
        expect([after.exitCode, after.data.findings]).toEqual([0, []])
        expect(after.data.missions[0]?.requirements[0]?.evidence)
          .toMatch(/^4 of 4 bodies acknowledged by the server; the last at \d{4}-\d\d-\d\dT/)
        expect(after.data.requirements[0]?.evidence).toContain(`; the last at ${after.data.requirements[0]?.last_receipt_at}`)
      })))

  it.scoped("U-38 a receipt of another content is none", () =>
    inConsentingProject(wholeMission("001-a"), (root) =>
      Effect.gen(function*() {
        yield* runSync()
        fs.writeFileSync(path.join(root, "kitty-specs/001-a/plan.md"), "# Changed\n")
        const { data } = yield* runCheck(delivered)
        expect(data.findings.map(({ message }) => message)).toEqual(["plan.md is not delivered: the receiver has an earlier version; the next sync sends this one."])
      })))

  it.scoped("U-38 what waits and what was refused says why", () =>
    inConsentingProject(wholeMission("001-a"), () =>
      Effect.gen(function*() {
        yield* runSync({ offline: true })
        const waiting = yield* runCheck(delivered)
        expect(new Set(waiting.data.findings.map(({ rule_id }) => rule_id))).toEqual(new Set(["not-delivered"]))
        expect(waiting.data.findings.map(({ message }) => message).filter((it) => it.includes("waits in the queue"))).toHaveLength(4)
        expect(waiting.data.findings.some(({ message }) => /^\d+ events of the mission wait/.test(message))).toBe(true)
        yield* (yield* BodyTransportSteering).failNext(new UploadRejected({ reasonCode: "rejected", reason: "HTTP 400: too odd" }))
        yield* runSync()
        const refused = yield* runCheck(delivered)
        expect(refused.data.findings.map(({ message, rule_id }) => [rule_id, message])).toEqual([
          ["delivery-refused", expect.stringMatching(/^The server refused \S+ for good: rejected: HTTP 400: too odd\.$/)]
        ])
        expect(refused.exitCode).toBe(3)
      })))

  it.scoped("U-38 a mission that does not say where it belongs can't be delivered", () =>
    Effect.gen(function*() {
      const { shown } = yield* found({ ...wholeMission("001-a"), ...meta("001-a", { target_branch: null }) }, delivered)
      expect(shown).toEqual(["error not-delivered kitty-specs/001-a/meta.json::"])
    }))
})

describe("places", () => {
  it.scoped("U-38 paths begin at the repository's root, also where the project is a folder of it", () =>
    inProject(smallMission("001-a"), () =>
      Effect.gen(function*() {
        const { data } = yield* Effect.provideService(check(defaults), RepositoryFolder, { prefix: "docs/plans/" })
        expect(data.findings.map(({ path: file }) => file)).toEqual(["docs/plans/kitty-specs/001-a/tasks.md"])
      })))

  it.scoped("U-38 a commit that is checked out without its branch, as in CI, fails nothing even with --strict", () =>
    inProject(wholeMission("001-a"), (root) =>
      Effect.gen(function*() {
        const git = (...args: ReadonlyArray<string>) =>
          execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: root })
        git("init", "-q", "-b", "main")
        git("commit", "-q", "--allow-empty", "-m", "x")
        git("checkout", "-q", "--detach")
        const { data, exitCode } = yield* runCheck({ strict: true })
        expect([exitCode, data.findings.map(shown)]).toEqual([0, ["note branch-mismatch kitty-specs/001-a/meta.json::"]])
      })))
})
