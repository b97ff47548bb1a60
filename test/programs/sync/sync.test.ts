import * as FileSystem from "@effect/platform/FileSystem"
import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import { MissionDossierArtifactIndexed } from "../../../src/domain/events/MissionDossierArtifactIndexed.js"
import {
  Forbidden, IndexEntryNotFound, TargetFault, Unavailable, UploadRejected
} from "../../../src/domain/sync/transportErrors.js"
import { BodyTransportSteering } from "../../../src/layers/memory/BodyTransport.js"
import { EventTransportSteering } from "../../../src/layers/memory/EventTransport.js"
import { scanMissions } from "../../../src/programs/dossier/scanMissions.js"
import { setServer } from "../../../src/programs/sync/server.js"
import { syncStatus } from "../../../src/programs/sync/status.js"
import { BodyTransport } from "../../../src/services/BodyTransport.js"
import { QueueView } from "../../../src/services/QueueView.js"
import { bodiesOfSmallMission, metaJson, smallMission, writeFiles } from "../../fixtures/project.js"
import { countOf, inConsentingProject, inProject, offline, outcomes, runSync, server, whileTimePasses } from "./world.js"

const mission = "001-alpha"
const files = smallMission(mission)
const notIndexed = new IndexEntryNotFound({ reason: "not indexed yet" })
const busy = new Unavailable({ reasonCode: "server_error", reason: "503", retryAfterMs: null })
const forbidden = new Forbidden({ reason: "not yours", namesItem: false })

const everyBody = (outcome: string) =>
  Object.fromEntries(bodiesOfSmallMission.map((path) => [`${mission}/${path}`, outcome]))
const stayHere = {
  [`${mission}/meta.json`]: "skipped:unsupported_surface",
  [`${mission}/status.events.jsonl`]: "skipped:unsupported_surface"
}

describe("sync, online", () => {
  it.scoped("B-01 B-17 H-03 events go first, then each body once; every artifact has an outcome", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const { data, exitCode } = yield* runSync()
        expect(outcomes(data)).toEqual({ ...everyBody("uploaded"), ...stayHere })
        expect({ exitCode, delivery: data.delivery }).toEqual({ exitCode: 0, delivery: "delivered" })
        expect(data.missions[0]?.events).toEqual({ sent: 7, duplicate: 0, rejected: 0, queued: 0 })
      })))

  it.scoped("B-14 G-D3 a second sync submits everything again and is told already_exists", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        yield* runSync()
        const { data } = yield* runSync()
        expect(outcomes(data)).toEqual({ ...everyBody("already_exists"), ...stayHere })
        expect((yield* (yield* BodyTransportSteering).received).length).toBe(2 * bodiesOfSmallMission.length)
      })))

  it.scoped("B-02 B-16 B-38 G-D7 every body carries the five fields of its own ArtifactIndexed event", () =>
    inConsentingProject(
      { ...files, ...smallMission("002-beta"), "kitty-specs/002-beta/meta.json": metaJson("002-beta", { target_branch: "2.x" }) },
      () =>
        Effect.gen(function*() {
          yield* runSync()
          const events = (yield* (yield* EventTransportSteering).received).flat().map(({ event }) => event.value)
          const indexed = new Map(events.filter((it) => it.event_type === "MissionDossierArtifactIndexed").map((it) => {
            const { artifact_id, namespace } = Schema.decodeUnknownSync(MissionDossierArtifactIndexed)(it.payload)
            return [JSON.stringify([namespace.mission_slug, artifact_id.path]), namespace]
          }))
          const bodies = (yield* (yield* BodyTransportSteering).received).map(({ body }) => body.value)
          expect(bodies).toHaveLength(6)
          for (const { artifact_path, namespace } of bodies) {
            expect({ ...namespace }).toEqual(indexed.get(JSON.stringify([namespace.mission_slug, artifact_path])))
          }
          expect(new Set(bodies.map(({ target_branch }) => target_branch))).toEqual(new Set(["main", "2.x"]))
        })
    ))

  it.scoped("B-29 G-D3 an edit goes up as a new body; going back goes up again", () =>
    inConsentingProject(files, (root) =>
      Effect.gen(function*() {
        const spec = `kitty-specs/${mission}/spec.md`
        const hashes = []
        for (const text of ["A\n", "B\n", "A\n"]) {
          yield* writeFiles(root, { [spec]: text })
          const { data } = yield* runSync()
          expect(outcomes(data)[`${mission}/spec.md`]).toMatch(/^(uploaded|already_exists)$/)
          hashes.push(data.missions[0]?.bodies.find((it) => it.artifact_path === "spec.md")?.content_hash)
        }
        expect(hashes[0]).toBe(hashes[2])
        expect(hashes[0]).not.toBe(hashes[1])
      })))
})

describe("sync, when the server is away or not ready", () => {
  it.scoped("B-11 U-23 U-27 offline: everything is queued, nothing is claimed, exit 0; the next sync delivers", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        yield* (yield* EventTransportSteering).failNext(offline)
        const away = yield* runSync()
        expect(outcomes(away.data)).toEqual({ ...everyBody("queued"), ...stayHere })
        expect({ exitCode: away.exitCode, delivery: away.data.delivery }).toEqual({ exitCode: 0, delivery: "queued" })
        expect(away.diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual(["SERVER-06", "warning"])
        const back = yield* runSync()
        expect(countOf(back.data, "uploaded")).toBe(3)
      })))

  it.scoped("--offline queues and asks nobody; --require-delivered then is exit 5", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const { data, exitCode } = yield* runSync({ offline: true, requireDelivered: true })
        expect(countOf(data, "queued")).toBe(3)
        expect(exitCode).toBe(5)
        expect(yield* (yield* EventTransportSteering).received).toEqual([])
      })))

  it.scoped("B-12 E-02 G-D5 a body that is not indexed yet is tried again and holds up no other", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        yield* (yield* BodyTransportSteering).failNext(notIndexed)
        const first = yield* runSync()
        expect(countOf(first.data, "uploaded")).toBe(2)
        const queued = first.data.missions[0]?.bodies.find(({ outcome }) => outcome === "queued")
        expect(queued).toMatchObject({ reason_code: "index_entry_not_found", retry_count: 1 })
        const { data } = yield* whileTimePasses(runSync({ wait: Duration.seconds(30) }))
        expect(data.delivery).toBe("delivered")
      })))

  it.scoped("N-04 U-06 --wait delivers what becomes due and gives up in time", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const { failNext } = yield* BodyTransportSteering
        yield* failNext(...Array.from({ length: 40 }, () => busy))
        const { data, exitCode } = yield* whileTimePasses(runSync({ wait: Duration.seconds(5) }))
        expect({ delivery: data.delivery, exitCode }).toEqual({ delivery: "partial", exitCode: 5 })
      })))

  it.scoped("a pass that --wait adds is cut at its end, and gives back what it held", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const calls = yield* Ref.make(0)
        const transport = BodyTransport.of({
          push: () => Effect.flatMap(Ref.getAndUpdate(calls, (n) => n + 1), (n) => n < 3 ? busy : Effect.never)
        })
        const waiting = Effect.provideService(runSync({ wait: Duration.seconds(20) }), BodyTransport, transport)
        const { exitCode } = yield* whileTimePasses(waiting)
        expect(exitCode).toBe(5)
        expect(yield* Ref.get(calls)).toBeGreaterThan(3)
        expect((yield* (yield* QueueView).counts).bodies).toMatchObject({ pending: 3, leased: 0 })
      })))

  it.scoped("B-30 G-D9 a needed sign-in halts the pass after one request and burns no attempt", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        yield* (yield* EventTransportSteering).failNext(new TargetFault({ kind: "sign_in", reason: "401" }))
        const { data, exitCode } = yield* runSync()
        expect(exitCode).toBe(4)
        expect((yield* (yield* EventTransportSteering).received).length).toBe(1)
        expect(yield* (yield* BodyTransportSteering).received).toEqual([])
        expect(data.missions[0]?.bodies.every(({ retry_count }) => retry_count === 0)).toBe(true)
      })))
})

describe("sync, when the server refuses", () => {
  it.scoped("B-33 U-13 a body refused for good is in quarantine with the server's words; the rest arrives", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        yield* (yield* BodyTransportSteering).failNext(
          new UploadRejected({ reasonCode: "validation_error", reason: "content_body: too odd" })
        )
        const { data, diagnostics, exitCode } = yield* runSync()
        expect({ uploaded: countOf(data, "uploaded"), exitCode }).toEqual({ uploaded: 2, exitCode: 6 })
        expect(diagnostics.find(({ code }) => code === "SYNC-01")?.why).toContain("too odd")
        const { data: status } = yield* syncStatus
        expect(status.quarantined).toMatchObject([{ kind: "body", reason: "content_body: too odd" }])
      })))

  it.scoped("G-D9 403 on the first body halts the pass after one request", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        yield* (yield* BodyTransportSteering).failNext(forbidden, forbidden, forbidden)
        const { exitCode } = yield* runSync()
        expect(exitCode).toBe(1)
        expect((yield* (yield* BodyTransportSteering).received).length).toBe(1)
        expect((yield* (yield* QueueView).counts).bodies).toMatchObject({ pending: 3, quarantined: 0 })
      })))

  it.scoped("G-D8 a forbidden body at the head does not block the others: the next pass begins with another one", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        yield* (yield* BodyTransportSteering).failNext(forbidden)
        yield* runSync()
        const { data } = yield* runSync()
        expect(countOf(data, "uploaded")).toBe(2)
        expect(countOf(data, "queued")).toBe(1)
      })))

  it.scoped("B-33 403 after a sibling was accepted in the same pass is that item's own: quarantined, the rest arrives", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const push = (yield* BodyTransport).push
        const transport = BodyTransport.of({
          push: (server, claim) => claim.body.value.artifact_path === "tasks/WP01-first.md" ? forbidden : push(server, claim)
        })
        const { data, exitCode } = yield* Effect.provideService(runSync(), BodyTransport, transport)
        expect(outcomes(data)).toMatchObject({
          [`${mission}/plan.md`]: "uploaded",
          [`${mission}/spec.md`]: "uploaded",
          [`${mission}/tasks/WP01-first.md`]: "failed:forbidden"
        })
        expect(exitCode).toBe(6)
      })))

  it.scoped("B-33 G-Q8 after sixteen answers that only say later, the rest is given back without an attempt", () =>
    inConsentingProject(
      Object.fromEntries([
        ...Object.entries(files),
        ...Array.from({ length: 40 }, (_, n) => [`kitty-specs/${mission}/research/note-${n}.md`, `note ${n}\n`] as const)
      ]),
      () =>
        Effect.gen(function*() {
          yield* (yield* BodyTransportSteering).failNext(...Array.from({ length: 100 }, () => busy))
          const { data } = yield* runSync()
          const sent = (yield* (yield* BodyTransportSteering).received).length
          expect(sent).toBeLessThan(43)
          expect(data.missions[0]?.bodies.filter(({ retry_count }) => retry_count > 0)).toHaveLength(sent)
        })
    ))
})

describe("sync and scan, without a server or an identity", () => {
  it.scoped("U-28 B-25 without a server nothing is queued or sent, and it is said", () =>
    inProject(files, () =>
      Effect.gen(function*() {
        const { data, diagnostics, exitCode, next } = yield* runSync()
        expect(outcomes(data)).toEqual({ ...everyBody("skipped:no_server"), ...stayHere })
        expect({ exitCode, delivery: data.delivery, next }).toEqual({
          exitCode: 0,
          delivery: "nothing",
          next: ["spec-kitty sync server URL"]
        })
        expect(diagnostics.map(({ code }) => code)).toContain("SERVER-02")
        expect((yield* (yield* QueueView).counts).events.captured).toBe(0)
      })))

  it.scoped("U-28 SPEC_KITTY_ENABLE_SAAS_SYNC=0 denies: everything is queued, nothing is sent", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const { data } = yield* runSync()
        expect(countOf(data, "queued")).toBe(3)
        expect(yield* (yield* EventTransportSteering).received).toEqual([])
      }), { SPEC_KITTY_ENABLE_SAAS_SYNC: "0" }))

  it.scoped("U-34 D-34 dossier scan makes no identity; with --no-emit it writes nothing at all", () =>
    inProject(files, (root) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const before = yield* fs.readDirectory(root, { recursive: true })
        const looked = yield* scanMissions({ selection: { _tag: "All" }, step: null, emit: false })
        expect(yield* fs.readDirectory(root, { recursive: true })).toEqual(before)
        expect(looked.data.missions[0]?.namespace.project_uuid).toBeNull()
        const { data } = yield* scanMissions({ selection: { _tag: "All" }, step: null, emit: true })
        expect(data.events).toBe("not_queued_no_identity")
        expect(yield* fs.exists(`${root}/.kittify/config.yaml`)).toBe(false)
      })))

  it.scoped("D-20 D-21 dossier scan queues events and no bodies; the next sync delivers both", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const { data } = yield* scanMissions({ selection: { _tag: "All" }, step: null, emit: true })
        expect(data.events).toBe("queued")
        const { bodies, events } = yield* (yield* QueueView).counts
        expect({ bodies: bodies.captured, events: events.pending }).toEqual({ bodies: 0, events: 7 })
        expect((yield* runSync()).data.delivery).toBe("delivered")
      })))
})

describe("what a project keeps of its scans", () => {
  const log = `.kittify/dossiers/${mission}/events.jsonl`
  const lines = (root: string) =>
    Effect.map(Effect.flatMap(FileSystem.FileSystem, (fs) => fs.readFileString(`${root}/${log}`)), (text) =>
      text.trimEnd().split("\n").length)

  it.scoped("D-45 a scan before there is an identity leaves no gap: the first sync logs its events", () =>
    inProject(files, (root) =>
      Effect.gen(function*() {
        yield* scanMissions({ selection: { _tag: "All" }, step: null, emit: true })
        yield* setServer(server)
        yield* runSync()
        expect(yield* lines(root)).toBe(7)
        yield* runSync()
        expect(yield* lines(root)).toBe(7)
        yield* writeFiles(root, { [`kitty-specs/${mission}/spec.md`]: "# changed\n" })
        yield* runSync()
        expect(yield* lines(root)).toBe(14)
      })))

  it.scoped("D-45 U-27 dossier files that can't be written are told, and stop nothing", () =>
    inConsentingProject({ ...files, ".kittify/dossiers": "in the way" }, () =>
      Effect.gen(function*() {
        const { data, diagnostics, exitCode } = yield* runSync()
        expect(countOf(data, "uploaded")).toBe(3)
        expect(exitCode).toBe(0)
        expect(diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual(["FILE-01", "warning"])
      })))
})

describe("which missions", () => {
  const many = {
    ...files,
    ...smallMission("beta-01KRC4HN"),
    "kitty-specs/beta-01KRC4HN/meta.json": metaJson("beta-01KRC4HN", { mission_number: 47 })
  }

  it.scoped("--mission takes a name, a prefix, or the number that meta.json or the name gives", () =>
    inProject(many, () =>
      Effect.gen(function*() {
        for (const [selector, slug] of [["001-alpha", mission], ["bet", "beta-01KRC4HN"], ["47", "beta-01KRC4HN"], ["1", mission]] as const) {
          const { data } = yield* scanMissions({ selection: { _tag: "One", selector }, step: null, emit: false })
          expect(data.missions.map((it) => it.mission_slug)).toEqual([slug])
        }
      })))

  it.scoped("D-11 --step that one of many missions does not have is a finding; of the one that is named, a mistake", () =>
    inProject({ ...many, "kitty-specs/beta-01KRC4HN/meta.json": metaJson("beta-01KRC4HN", { mission_type: "research" }) }, () =>
      Effect.gen(function*() {
        const all = yield* scanMissions({ selection: { _tag: "All" }, step: "plan", emit: false })
        expect({ code: all.exitCode, scanned: all.data.missions.length }).toEqual({ code: 3, scanned: 1 })
        const one = scanMissions({ selection: { _tag: "One", selector: "beta" }, step: "plan", emit: false })
        expect((yield* Effect.flip(one))._tag).toBe("StepUnknown")
      })))
})

describe("sync, of the same slug on two branches", () => {
  it.scoped("B-16 each keeps its own events, bodies and report", () =>
    inConsentingProject(files, (root) =>
      Effect.gen(function*() {
        yield* runSync({ offline: true })
        yield* writeFiles(root, { [`kitty-specs/${mission}/meta.json`]: metaJson(mission, { target_branch: "2.x" }) })
        const { data } = yield* runSync({ offline: true })
        expect(data.missions[0]?.namespace.target_branch).toBe("2.x")
        expect(data.missions[0]?.events.queued).toBe(7)
        const { data: sent } = yield* runSync()
        expect(sent.missions[0]?.events).toMatchObject({ sent: 7, queued: 0 })
        const bodies = (yield* (yield* BodyTransportSteering).received).map(({ body }) => body.value)
        for (const branch of ["main", "2.x"]) {
          expect(bodies.filter((it) => it.target_branch === branch).map((it) => it.artifact_path).sort()).toEqual(bodiesOfSmallMission)
        }
      })))

  it.scoped("U-06 what the server refuses of another mission in the same pass is in the exit code", () =>
    inConsentingProject({ ...files, ...smallMission("002-beta") }, () =>
      Effect.gen(function*() {
        yield* runSync({ offline: true })
        yield* (yield* BodyTransportSteering).failNext(new UploadRejected({ reasonCode: "refused", reason: "no" }))
        const { data, exitCode } = yield* runSync({ selection: { _tag: "One", selector: "002-beta" } })
        expect({ exitCode, uploaded: countOf(data, "uploaded") }).toEqual({ exitCode: 6, uploaded: 3 })
      })))
})

describe("sync, with missions that are not as they should be", () => {
  const broken = {
    ...files,
    "kitty-specs/002-old/meta.json": JSON.stringify({ ["feature" + "_slug"]: "002-old", mission: "software-dev" }),
    "kitty-specs/002-old/spec.md": "# old\n",
    "kitty-specs/003-no-branch/meta.json": metaJson("003-no-branch", { target_branch: null }),
    "kitty-specs/003-no-branch/spec.md": "# no branch\n",
    "kitty-specs/004-broken/meta.json": "{ not json",
    "kitty-specs/004-broken/spec.md": "# broken\n"
  }

  it.scoped("B-15 I-13 B-33 a legacy, an incomplete and a broken mission are named; the good one arrives", () =>
    inConsentingProject(broken, () =>
      Effect.gen(function*() {
        const { data, diagnostics, exitCode } = yield* runSync()
        expect(exitCode).toBe(8)
        expect(diagnostics.find(({ code }) => code === "LEGACY-01")?.target).toBe("kitty-specs/002-old/meta.json")
        expect(diagnostics.filter(({ code }) => code === "NAMESPACE-01")).toHaveLength(2)
        expect(outcomes(data)).toMatchObject({
          ...everyBody("uploaded"),
          "003-no-branch/spec.md": "skipped:namespace_incomplete",
          "004-broken/spec.md": "skipped:namespace_incomplete"
        })
        const sent = (yield* (yield* BodyTransportSteering).received).map(({ body }) => body.value.mission_slug)
        expect(new Set(sent)).toEqual(new Set([mission]))
      })))

  it.scoped("B-20 G-R1 at the queue's limit the scan fails loudly, whole, and what was queued stays", () =>
    inConsentingProject({ ...files, ".kittify/config.yaml": "sync:\n  max_queue_size: 8\n", ...smallMission("002-beta") }, () =>
      Effect.gen(function*() {
        const { data, diagnostics, exitCode } = yield* runSync({ offline: true })
        expect(exitCode).toBe(1)
        expect(diagnostics.map(({ code }) => code)).toContain("QUEUE-01")
        expect(countOf(data, "queued")).toBe(3)
        expect(countOf(data, "failed:queue_full")).toBe(3)
      })))
})
