import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { ContractViolation, ContractViolations } from "../../../src/domain/contract/ContractViolations.js"
import { takeWithin } from "../../../src/domain/sync/queueBounds.js"
import { SyncReport } from "../../../src/domain/sync/SyncReport.js"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { EventTransportSteering } from "../../../src/layers/memory/EventTransport.js"
import { batchLimits } from "../../../src/programs/sync/deliverEvents.js"
import { batchCount } from "../../../src/programs/sync/planOutcome.js"
import { planSync } from "../../../src/programs/sync/planSync.js"
import type { SyncOptions } from "../../../src/programs/sync/SyncOptions.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { QueueView } from "../../../src/services/QueueView.js"
import { bodiesOfSmallMission, type Files, metaJson, smallMission } from "../../fixtures/project.js"
import { inConsentingProject, inProject, options, outcomes, runSync } from "./world.js"

const mission = "001-alpha"
const runPlan = (changes: Partial<SyncOptions> = {}) => planSync({ ...options, ...changes })

const sent = Effect.gen(function*() {
  const batches = yield* (yield* EventTransportSteering).received
  const bodies = yield* (yield* BodyTransportSteering).received
  return { batches, bodies }
})

/** Every file below a folder with its hash and the moment of its last change; nothing where there is no such folder. */
const treeOf = (folder: string): Record<string, string> =>
  !fs.existsSync(folder) ? {} : Object.fromEntries(
    fs.readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const hash = entry.isFile() ? createHash("sha256").update(fs.readFileSync(file)).digest("hex") : "folder"
      return [file, `${hash} ${entry.isFile() ? fs.statSync(file).mtimeMs : ""}`]
    })
  )
const everything = (root: string) => ({ project: treeOf(root), home: treeOf(`${root}-home`) })

/** A sent body's word in a plan, and the other way round: what is with the server, or waits for it, was planned. */
const asPlanned = (report: SyncReport) =>
  Object.fromEntries(Object.entries(outcomes(report)).map(([file, outcome]) =>
    [file, ["uploaded", "already_exists", "queued"].includes(outcome) ? "planned" : outcome]))

const contents = FastCheck.oneof(
  FastCheck.string({ unit: "binary", maxLength: 300 }),
  FastCheck.constantFrom("", " \n", "# a text\n", "x".repeat(201)),
  FastCheck.uint8Array({ minLength: 1, maxLength: 20 })
)
const names = FastCheck.constantFrom(
  "spec.md", "plan.md", "tasks/WP01-a.md", "tasks/README.md", "research/a.md", "research/b.png", "research/deep/c.CSV", "notes.txt",
  "contracts/é.yaml", "checklists/x.json"
)
const metas = FastCheck.constantFrom<Record<string, unknown>>({}, {}, {}, { target_branch: undefined }, { feature_slug: "old" })
const missionFiles = FastCheck.tuple(metas, FastCheck.dictionary(names, contents, { maxKeys: 8 }))
const projects = FastCheck.array(missionFiles, { minLength: 1, maxLength: 3 }).map((missions): Files =>
  Object.fromEntries(missions.flatMap(([meta, files], index) => {
    const slug = `00${index + 1}-generated`
    return [
      [`kitty-specs/${slug}/meta.json`, metaJson(slug, meta)] as const,
      ...Object.entries(files).map(([name, content]) => [`kitty-specs/${slug}/${name}`, content] as const)
    ]
  })))

describe("sync --dry-run", () => {
  it.scoped.prop(
    "U-15 says of every body of every project what the run then does, ends with the same exit code, and writes nothing",
    [projects],
    ([files]) =>
      inConsentingProject(files, (root) =>
        Effect.gen(function*() {
          const before = everything(root)
          const plan = yield* runPlan()
          expect(everything(root)).toEqual(before)
          const run = yield* runSync()
          expect(asPlanned(plan.data)).toEqual(asPlanned(run.data))
          expect(plan.exitCode).toBe(run.exitCode)
          const { batches, bodies } = yield* sent
          expect(plan.data.plan).toMatchObject({
            events: batches.flat().length,
            bodies: bodies.length,
            requests: batches.length + bodies.length
          })
        }), { SPEC_KITTY_MAX_BODY_BYTES: "200" }),
    { fastCheck: { numRuns: 20 } }
  )

  it.scoped("U-15 counts the bytes that the run sends, and has the run's shape", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        const { data } = yield* runPlan()
        const run = yield* runSync()
        const { batches, bodies } = yield* sent
        const bytes = (texts: ReadonlyArray<string>) => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
        expect(data.plan).toEqual({
          blocked: null,
          events: 7,
          event_bytes: bytes(batches.flat().map(({ event }) => event.json)),
          bodies: 3,
          body_bytes: bytes(bodies.map(({ body }) => body.json)),
          requests: 4,
          skipped: 2,
          refused: 0,
          in_queue: { events: 0, bodies: 0 }
        })
        expect({ dry_run: data.dry_run, delivery: data.delivery, server: data.server }).toEqual({
          dry_run: true, delivery: "nothing", server: run.data.server
        })
        const encode = Schema.encodeSync(SyncReport)
        const keys = (report: SyncReport) => [Object.keys(encode(report)), Object.keys(encode(report).missions[0] ?? {})]
        expect(keys(data)).toEqual(keys(run.data))
      })))

  it.scoped("U-15 more events than one request takes are counted in as many as the run sends", () =>
    inConsentingProject(
      {
        ...smallMission(mission),
        ...Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`kitty-specs/${mission}/docs/note-${n}.md`, `${n}\n`]))
      },
      () =>
        Effect.gen(function*() {
          const { data } = yield* runPlan()
          yield* runSync()
          const { batches, bodies } = yield* sent
          expect(batches.length).toBeGreaterThan(1)
          expect(data.plan?.requests).toBe(batches.length + bodies.length)
        })
    ))

  it("U-15 batches are cut at a count, at a sum of bytes, and around one that is too large by itself", () => {
    const events = (count: number, wireBytes: number) => Array.from({ length: count }, () => ({ kind: "event" as const, wireBytes }))
    expect(batchCount([])).toBe(0)
    expect(batchCount(events(batchLimits.limit, 1))).toBe(1)
    expect(batchCount(events(2 * batchLimits.limit + 1, 1))).toBe(3)
    expect(batchCount(events(3, batchLimits.maxBytes / 2))).toBe(2)
    expect(batchCount([...events(1, 1), ...events(1, batchLimits.maxBytes + 1), ...events(1, 1)])).toBe(3)
    expect(takeWithin(events(3, batchLimits.maxBytes / 2), batchLimits.limit, batchLimits.maxBytes)).toHaveLength(2)
  })

  it.scoped("U-15 without server and identity it plans all the same, makes up no id that it tells, and writes nothing", () =>
    inProject({ ...smallMission(mission), "kitty-specs/002-beta/meta.json": metaJson("002-beta", { target_branch: undefined }) }, (root) =>
      Effect.gen(function*() {
        const before = everything(root)
        const { data, exitCode, next } = yield* runPlan()
        expect(everything(root)).toEqual(before)
        expect(data.plan).toMatchObject({ blocked: "no_server", events: 7, bodies: 3, requests: 4 })
        expect(data.missions[0]?.namespace.project_uuid).toBeNull()
        expect(data.build_id).toBeNull()
        expect(outcomes(data)).toMatchObject(Object.fromEntries(bodiesOfSmallMission.map((file) => [`${mission}/${file}`, "skipped:no_server"])))
        expect({ exitCode, next }).toEqual({ exitCode: 3, next: ["spec-kitty sync server URL"] })
      })))

  it.scoped("U-15 with an identity, a log and a full queue it writes nothing, sends nothing, and tells what waits", () =>
    inConsentingProject(smallMission(mission), (root) =>
      Effect.gen(function*() {
        yield* runSync({ offline: true })
        const queued = yield* (yield* QueueView).counts
        const before = everything(root)
        fs.writeFileSync(path.join(root, "kitty-specs", mission, "spec.md"), "# changed\n")
        const { data } = yield* runPlan()
        fs.writeFileSync(path.join(root, "kitty-specs", mission, "spec.md"), `# ${mission}\n`)
        const now = everything(root)
        expect(Object.keys(now.project)).toEqual(Object.keys(before.project))
        expect({ ...now.project, [path.join(root, "kitty-specs", mission, "spec.md")]: "" })
          .toEqual({ ...before.project, [path.join(root, "kitty-specs", mission, "spec.md")]: "" })
        expect(now.home).toEqual(before.home)
        expect(yield* (yield* QueueView).counts).toEqual(queued)
        expect(yield* sent).toEqual({ batches: [], bodies: [] })
        expect(data.plan?.in_queue).toEqual({ events: 7, bodies: 3 })
      })))

  it.scoped("U-15 says what would hold it back: --offline, a denial, no token", () =>
    Effect.gen(function*() {
      const blocked = (changes: Partial<SyncOptions>, environment: Record<string, string>) =>
        inConsentingProject(smallMission(mission), () => Effect.map(runPlan(changes), ({ data }) => data.plan?.blocked), environment)
      expect(yield* blocked({ offline: true }, {})).toBe("offline")
      expect(yield* blocked({}, { SPEC_KITTY_ENABLE_SAAS_SYNC: "0" })).toBe("denied")
      expect(yield* blocked({}, { SPEC_KITTY_TOKEN: "" })).toBe("no_token")
    }))

  it.scoped("U-15 U-06 what the gate refuses is named, and ends it with 7, as it ends the run", () =>
    inConsentingProject(smallMission(mission), () =>
      Effect.gen(function*() {
        const { data, diagnostics, exitCode } = yield* runPlan()
        expect(exitCode).toBe(7)
        expect(outcomes(data)[`${mission}/spec.md`]).toBe("skipped:contract")
        expect(data.plan).toMatchObject({ refused: 1, bodies: 2 })
        expect(diagnostics.find(({ code }) => code === "GATE-01")?.target).toBe("spec.md")
        expect((yield* runSync()).exitCode).toBe(7)
      }).pipe(Effect.updateService(ContractGate, (gate) => ({
        ...gate,
        body: (request) =>
          request.artifact_path === "spec.md"
            ? Effect.fail(new ContractViolations({
              context: "body_sync", violations: [new ContractViolation({ pointer: "/artifact_path", rule: "must be another" })]
            }))
            : gate.body(request)
      })))))
})
