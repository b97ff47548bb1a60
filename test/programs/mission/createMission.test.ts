import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import * as path from "node:path"
import { LegacyQueueWaits, StateNotWritable } from "../../../src/domain/identity/projectErrors.js"
import type { NewMissionRequest } from "../../../src/domain/mission/NewMission.js"
import { QueueFull } from "../../../src/domain/sync/queueErrors.js"
import { EventTransportSteering } from "../../../src/layers/memory/EventTransport.js"
import * as Git from "../../../src/layers/memory/Git.js"
import { scanMissions } from "../../../src/programs/dossier/scanMissions.js"
import { checkMission } from "../../../src/programs/mission/checkMission.js"
import { createMission } from "../../../src/programs/mission/createMission.js"
import { settleIntents } from "../../../src/programs/mission/settleIntents.js"
import { listQueue } from "../../../src/programs/sync/queue/listQueue.js"
import { DeliveryQueue } from "../../../src/services/DeliveryQueue.js"
import { MissionFolders } from "../../../src/services/MissionFolders.js"
import { MissionIntents } from "../../../src/services/MissionIntents.js"
import { ProjectIdentityStore } from "../../../src/services/ProjectIdentityStore.js"
import { UnmigratedRows } from "../../../src/services/UnmigratedRows.js"
import { envelopes } from "../../../src/programs/cli/envelopes.js"
import { exitReason } from "../../../src/programs/cli/exitReason.js"
import { metaJson, smallMission } from "../../fixtures/project.js"
import { inConsentingProject, inProject, runSync } from "../sync/world.js"

const request: NewMissionRequest = { slug: "invoice-export", missionType: "software-dev", targetBranch: null, friendlyName: null }
const create = (changes: Partial<NewMissionRequest> = {}) => createMission({ ...request, ...changes })

const inSpecs = (root: string) => fs.readdirSync(path.join(root, "kitty-specs")).sort()
const metaOf = (root: string, slug: string): unknown =>
  JSON.parse(fs.readFileSync(path.join(root, "kitty-specs", slug, "meta.json"), "utf8"))

/** MissionCreated events in the queue, by mission. */
const queued = Effect.map(
  listQueue({ kind: "event", states: ["pending", "leased", "quarantined"], mission: null, limit: 50, afterId: null }),
  ({ data }) => data.items.filter(({ subject }) => subject === "MissionCreated").map(({ mission_slug }) => mission_slug)
)
const project = Effect.map(Effect.flatMap(ProjectIdentityStore, (store) => store.ensure), ({ project_uuid }) => project_uuid)
const owed = Effect.flatMap(project, (uuid) => Effect.flatMap(MissionIntents, (intents) => intents.kept(uuid)))

/** What a refusal is, and the exit code's name that it earns. */
const refusal = <A, R>(effect: Effect.Effect<A, Parameters<typeof exitReason>[0], R>) =>
  Effect.map(Effect.flip(effect), (error) => [error.code, exitReason(error), error.target])

describe("creating a mission", () => {
  it.scoped("I-01 I-22 it gets the next number and canonical files, scans, and is told as a value of mission-create@1", () =>
    inProject({ ...smallMission("007-alpha"), "kitty-specs/gauge-01KRC4HN/meta.json": metaJson("gauge-01KRC4HN", { mission_number: "011" }) }, (root) =>
      Effect.gen(function*() {
        const { data, diagnostics, exitCode, next } = yield* create()
        expect({ ...data, event_id: "" }).toEqual({
          mission_slug: "012-invoice-export", mission_number: 12, mission_type: "software-dev", friendly_name: "invoice export",
          target_branch: "main", path: "kitty-specs/012-invoice-export",
          files: ["meta.json", "status.events.jsonl", "tasks/README.md"], event_id: "", queued: true
        })
        expect([diagnostics, exitCode, next]).toEqual([[], 0, ["spec-kitty dossier scan --mission 012-invoice-export", "spec-kitty sync server URL"]])
        expect(metaOf(root, data.mission_slug)).toEqual({
          created_at: "1970-01-01T00:00:00.000Z", friendly_name: "invoice export", mission_number: 12, mission_slug: "012-invoice-export",
          mission_type: "software-dev", slug: "012-invoice-export", target_branch: "main"
        })
        expect(inSpecs(root)).toEqual(["007-alpha", "012-invoice-export", "gauge-01KRC4HN"])
        const scanned = yield* scanMissions({ selection: { _tag: "One", selector: "12" }, step: null, emit: false })
        expect(scanned.data.missions.map(({ anomalies, completeness_status, missing, step }) =>
          [anomalies.map(({ code }) => code), completeness_status, missing.map(({ artifact }) => artifact.relative_path), step]))
          .toEqual([[[], "incomplete", ["spec.md"], "specify"]])
        Schema.decodeUnknownSync(envelopes["mission-create@1"])({
          schema: "mission-create@1", ok: true, exit_code: 0, data: { ...data }, diagnostics: [], next: [...next]
        })
      })))

  it.scoped("I-01 I-02 I-03 one MissionCreated is queued, of the three fields and no other, and the next sync delivers it once", () =>
    inConsentingProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        const { data, next } = yield* create()
        expect(next[1]).toBe("spec-kitty sync")
        expect(yield* queued).toEqual(["002-invoice-export"])
        yield* runSync()
        yield* runSync()
        const sent = (yield* (yield* EventTransportSteering).received).flat().map(({ event }) => event.value)
        const created = sent.filter(({ event_type }) => !event_type.startsWith("MissionDossier"))
        const identity = yield* (yield* ProjectIdentityStore).ensure
        expect(created.map((event) => ({ ...event }))).toEqual([{
          event_id: data.event_id, event_type: "MissionCreated", aggregate_id: "002-invoice-export", aggregate_type: "Mission",
          schema_version: "3.0.0", build_id: identity.build_id,
          payload: { mission_slug: "002-invoice-export", mission_number: 2, mission_type: "software-dev" },
          node_id: identity.node_id, lamport_clock: 1, causation_id: null, correlation_id: data.event_id,
          timestamp: "1970-01-01T00:00:00.000Z", team_slug: "local", project_uuid: identity.project_uuid,
          project_slug: identity.project_slug, git_branch: null, head_commit_sha: null, repo_slug: null, data_tier: 0
        }])
        expect(sent[0]?.event_type).toBe("MissionCreated")
        expect(JSON.stringify(sent)).not.toMatch(/feature_|mission_key|Feature/)
      })))

  it.scoped("B-16 I-22 the branch is that of origin/HEAD, slashes and all, unless one is named", () =>
    inProject({}, (root) =>
      Effect.gen(function*() {
        yield* create()
        yield* create({ slug: "other", targetBranch: "2.x", friendlyName: "Other" })
        expect([metaOf(root, "001-invoice-export"), metaOf(root, "002-other")]).toMatchObject([
          { target_branch: "release/2.x" }, { target_branch: "2.x", friendly_name: "Other" }
        ])
      }).pipe(Effect.provide(Git.layer({ defaultBranch: "release/2.x" })))))

  it.scoped("I-22 missions of every type that there is can be created, one of the project's own among them", () =>
    inProject({ ".kittify/missions/own/mission.yaml": "mission: {name: own}\ninitial: a\nstates: [{name: a}]\ntransitions: []\n" }, (root) =>
      Effect.gen(function*() {
        for (const missionType of ["research", "documentation", "plan", "own"]) yield* create({ slug: missionType, missionType })
        expect(inSpecs(root)).toEqual(["001-research", "002-documentation", "003-plan", "004-own"])
        expect(yield* queued).toEqual(inSpecs(root))
      })))
})

describe("a mission that can't be created", () => {
  it.scoped("I-01 each refusal has its code, its exit code and what it is about, and makes nothing", () =>
    inProject({ ...smallMission("003-Invoice-Export"), ...smallMission("tea-house") }, (root) =>
      Effect.gen(function*() {
        const before = inSpecs(root)
        expect(yield* refusal(create())).toEqual(["MISSION-04", "failed", "kitty-specs/003-Invoice-Export"])
        expect(yield* refusal(create({ slug: "tea-house" }))).toEqual(["MISSION-04", "failed", "kitty-specs/tea-house"])
        expect(yield* refusal(create({ slug: "../x" }))).toEqual(["MISSION-05", "usage", "../x"])
        expect(yield* refusal(create({ slug: "x", missionType: "../research" }))).toEqual(["MISSION-06", "usage", "../research"])
        expect(yield* refusal(create({ slug: "x", missionType: "" }))).toEqual(["MISSION-06", "usage", ""])
        expect(yield* refusal(create({ slug: "x", targetBranch: "a b" }))).toEqual(["MISSION-07", "usage", "--target-branch"])
        expect(yield* refusal(create({ slug: "x", friendlyName: "" }))).toEqual(["MISSION-07", "usage", "--friendly-name"])
        expect(inSpecs(root)).toEqual(before)
        expect(yield* queued).toEqual([])
      })))

  it.scoped("I-18 legacy settings refuse; a legacy mission beside it does not matter, and its number counts", () =>
    inProject({ "kitty-specs/005-old/meta.json": '{"feature_slug": "005-old", "feature_number": "005"}' }, (root) =>
      Effect.gen(function*() {
        expect((yield* create()).data.mission_slug).toBe("006-invoice-export")
        fs.writeFileSync(path.join(root, ".kittify/config.yaml"), "project:\n  feature_slug: x\n")
        expect(yield* refusal(checkMission({ ...request, slug: "other" }))).toEqual(["LEGACY-01", "legacyState", path.join(root, ".kittify/config.yaml")])
      })))

  it.scoped("I-18 so do rows of the original tool's queue, which must not be overtaken", () =>
    inProject({}, (root) =>
      Effect.gen(function*() {
        yield* project
        const waits = new LegacyQueueWaits({ file: "queue.db", events: 1, bodies: 0 })
        const refused = yield* refusal(Effect.provideService(create(), UnmigratedRows, { of: () => Effect.succeed(Option.some(waits)) }))
        expect(refused).toEqual(["LEGACY-02", "legacyState", "queue.db"])
        expect(fs.existsSync(path.join(root, "kitty-specs"))).toBe(false)
      })))
})

const full = new QueueFull({ limit: "events", queued: 1, adding: 1, capacity: 1 })
/** One method of a service replaced. */
const refusingQueue = Layer.effect(DeliveryQueue, Effect.map(DeliveryQueue, (queue) => ({ ...queue, enqueue: () => Effect.fail(full) })))
const noReveal = Layer.effect(MissionFolders, Effect.map(MissionFolders, (folders) => ({
  ...folders, reveal: (path: string) => Effect.fail(new StateNotWritable({ path, detail: "EACCES" }))
})))
const noKeep = Layer.effect(MissionIntents, Effect.map(MissionIntents, (intents) => ({
  ...intents, keep: () => Effect.fail(new StateNotWritable({ path: "x", detail: "ENOSPC" }))
})))

describe("between the mission's folder and its event", () => {
  it.scoped("I-22 a queue that can't take it: the mission is there, that is told, and the next sync queues it, once", () =>
    inConsentingProject({}, () =>
      Effect.gen(function*() {
        const { data, diagnostics, exitCode } = yield* Effect.provide(create(), refusingQueue)
        expect([data.queued, exitCode, diagnostics.map(({ code, severity }) => [code, severity])]).toEqual([false, 0, [["QUEUE-01", "warning"]]])
        expect([yield* queued, (yield* owed).map(({ event_id }) => event_id)]).toEqual([[], [data.event_id]])
        yield* runSync({ offline: true })
        expect([yield* queued, yield* owed]).toEqual([["001-invoice-export"], []])
        yield* runSync()
        yield* runSync()
        const sent = (yield* (yield* EventTransportSteering).received).flat().map(({ event }) => event.value.event_id)
        expect(sent.filter((id) => id === data.event_id)).toHaveLength(1)
      })))

  it.scoped("I-22 the next create queues it as well, before its own", () =>
    inProject({}, () =>
      Effect.gen(function*() {
        yield* Effect.provide(create(), refusingQueue)
        yield* create({ slug: "second" })
        expect([yield* queued, yield* owed]).toEqual([["001-invoice-export", "002-second"], []])
      })))

  it.scoped.each<["folder" | "intent"]>([["folder"], ["intent"]])("I-22 a %s that can't be written: no mission, nothing owed, and the number is free again", ([which]) =>
    inProject({}, (root) =>
      Effect.gen(function*() {
        const refused = refusal(create())
        expect((yield* which === "folder" ? Effect.provide(refused, noReveal) : Effect.provide(refused, noKeep))[0]).toBe("FILE-01")
        expect([inSpecs(root), yield* owed, yield* queued]).toEqual([[], [], []])
        expect((yield* create()).data.mission_number).toBe(1)
      })))

  it.scoped("I-22 what is given up is forgotten before it is removed: a note without its hidden folder says that the mission is there", () =>
    inProject({}, () =>
      Effect.gen(function*() {
        const steps: Array<string> = []
        const [intents, folders] = [yield* MissionIntents, yield* MissionFolders]
        const noting = Layer.merge(
          Layer.succeed(MissionIntents, { ...intents, forget: (...call: Parameters<typeof intents.forget>) =>
            Effect.zipRight(Effect.sync(() => steps.push("forget")), intents.forget(...call)) }),
          Layer.succeed(MissionFolders, { ...folders, reveal: (path: string) => Effect.fail(new StateNotWritable({ path, detail: "EACCES" })),
            discard: (hidden: string) => Effect.zipRight(Effect.sync(() => steps.push("discard")), folders.discard(hidden)) })
        )
        yield* Effect.flip(Effect.provide(create(), noting))
        expect(steps).toEqual(["forget", "discard"])
        steps.length = 0
        const unforgetful = Layer.merge(noting, Layer.succeed(MissionIntents, { ...intents, forget: () => Effect.fail(new StateNotWritable({ path: "x", detail: "EACCES" })) }))
        yield* Effect.flip(Effect.provide(create(), unforgetful))
        expect(steps).toEqual([])
        expect((yield* owed).length).toBe(1)
        yield* settleIntents(yield* project)
        expect([yield* owed, yield* queued]).toEqual([[], []])
      })))

  it.scoped("I-22 an event that was queued before its note went is not queued again", () =>
    inProject({}, () =>
      Effect.gen(function*() {
        const kept: Array<Parameters<MissionIntents["Type"]["keep"]>> = []
        const intents = yield* MissionIntents
        const noting = { ...intents, keep: (...call: Parameters<typeof intents.keep>) => Effect.zipRight(Effect.sync(() => kept.push(call)), intents.keep(...call)) }
        yield* Effect.provideService(create(), MissionIntents, noting)
        for (const call of kept) yield* intents.keep(...call)
        yield* settleIntents(yield* project)
        expect([kept.length, yield* queued, yield* owed]).toEqual([1, ["001-invoice-export"], []])
      })))
})
