import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as fs from "node:fs"
import * as path from "node:path"
import type { Observation } from "../../../src/domain/health/Check.js"
import { QueueUnavailable } from "../../../src/domain/sync/queueErrors.js"
import * as MissingProbe from "../../../src/layers/memory/ServerProbe.js"
import { checkedSyncStatus } from "../../../src/programs/health/checkedSyncStatus.js"
import { makeStyle } from "../../../src/programs/cli/render/Style.js"
import { statusView } from "../../../src/programs/cli/render/status.js"
import { examine } from "../../../src/programs/health/examine.js"
import { probe } from "../../../src/programs/health/serverLooks.js"
import { queueSays, queueStatusLooks, status } from "../../../src/programs/health/status.js"
import { syncStatus } from "../../../src/programs/sync/status.js"
import { ServerProbe } from "../../../src/services/ServerProbe.js"
import { metaJson, smallMission } from "../../fixtures/project.js"
import { inConsentingProject, inProject, offline, runSync, server } from "../sync/world.js"

const all = { _tag: "All" } as const
const wholeStatus = status(all, queueSays, queueStatusLooks)
const names = (folder: string) => fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()

const done = (mission: string) => ({
  [`kitty-specs/${mission}/meta.json`]: metaJson(mission),
  [`kitty-specs/${mission}/spec.md`]: "# Spec\n",
  [`kitty-specs/${mission}/plan.md`]: "# Plan\n",
  [`kitty-specs/${mission}/tasks.md`]: "# Tasks\n"
})

describe("status", () => {
  it.scoped("N-13 U-47 says of each mission its step, what is missing there and what leaving it takes, the incomplete first", () =>
    inProject({ ...done("001-done"), ...smallMission("002-open") }, () =>
      Effect.gen(function*() {
        const { data, exitCode } = yield* wholeStatus
        expect(exitCode).toBe(0)
        expect(data.missions.map(({ completeness_status, forecast, missing, namespace, step }) =>
          ({ slug: namespace.mission_slug, step, completeness_status, missing, needs: forecast?.needs }))).toEqual([
          { slug: "002-open", step: "plan", completeness_status: "incomplete", missing: [{ path: "tasks.md", blocking: true, reason: "not_found" }], needs: [{ kind: "file", path: "tasks.md" }] },
          { slug: "001-done", step: "implement", completeness_status: "complete", missing: [], needs: [{ kind: "work_packages", lane: "done", elsewhere: [] }] }
        ])
      })))

  it.scoped("U-24 G-H1 embeds the very answer of sync status, and the last receipt of each mission", () =>
    inConsentingProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        yield* TestClock.adjust("1 hour")
        yield* runSync()
        const { data } = yield* wholeStatus
        expect(data.sync).toEqual((yield* syncStatus).data)
        expect(data.missions[0]?.last_receipt_at).toBe("1970-01-01T01:00:00.000Z")
        expect(data.checks.map(({ id, verdict }) => [id, verdict])).toEqual([
          ["queue.waiting", "ok"], ["queue.quarantine", "ok"], ["server.receipts", "ok"],
          ["queue.unmigrated", "ok"], ["server.consent", "ok"], ["server.token", "ok"]
        ])
        for (const { evidence } of data.checks) expect(evidence).toEqual(expect.any(String))
      })))

  it.scoped("U-34 U-27 writes nothing: no identity, no state, no file", () =>
    inProject(smallMission("001-alpha"), (root) =>
      Effect.gen(function*() {
        const before = names(root)
        const { data } = yield* wholeStatus
        expect(data.project).toEqual({ root, project_uuid: null })
        expect(names(root)).toEqual(before)
        expect(fs.existsSync(`${root}-home`)).toBe(false)
      })))

  it.scoped("G-H1 a queue that can't be read is told, with the missions all the same, and is never green", () =>
    inConsentingProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        const broken = new QueueUnavailable({ reason: "not_a_database", path: "/x/queue.db", detail: "it is empty" })
        const looks = queueStatusLooks.map((look) => ({ ...look, observe: Effect.fail(broken) }))
        const { data, diagnostics, exitCode, next } = yield* status(all, Effect.fail(broken), looks)
        expect({ sync: data.sync, exitCode, next }).toEqual({ sync: null, exitCode: 1, next: ["spec-kitty doctor"] })
        expect(diagnostics.map(({ code }) => code)).toEqual(["QUEUE-02"])
        expect(data.missions).toHaveLength(1)
        expect(data.checks.slice(0, 3).map(({ code, verdict }) => [code, verdict])).toEqual([
          ["QUEUE-02", "error"], ["QUEUE-02", "unknown"], ["QUEUE-02", "unknown"]
        ])
      })))

  it.scoped("U-27 a mission that can't be scanned does not hide the others", () =>
    inProject({ ...smallMission("001-alpha"), "kitty-specs/002-old/meta.json": "{\"feature_slug\":\"002-old\"}" }, () =>
      Effect.gen(function*() {
        const { data, diagnostics, exitCode } = yield* wholeStatus
        expect(data.missions.map(({ namespace }) => namespace.mission_slug)).toEqual(["001-alpha"])
        expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([8, ["LEGACY-01"]])
      })))
})

describe("status as text", () => {
  const style = makeStyle({ color: false, ascii: false, nowMs: 0 })

  it.scoped("N-13 U-47 one mission is told in whole, with the forecast as a sentence", () =>
    inProject(smallMission("002-open"), () =>
      Effect.gen(function*() {
        const lines = statusView.text(yield* wholeStatus, style).split("\n")
        expect(lines).toContain("  missing   tasks.md (not_found)")
        expect(lines).toContain("  forecast  to leave step plan you still need tasks.md")
        expect(lines).toContain("  … warning  Server and consent  no consent is stored")
      })))

  it.scoped("U-47 many missions are a table, one line each, the incomplete first; foreign text is escaped", () =>
    inProject({ ...done("001-a"), ...done("002-b"), ...done("003-c"), ...smallMission("004-\u202egnp") }, () =>
      Effect.gen(function*() {
        const told = statusView.text(yield* wholeStatus, style)
        expect(told).toContain("4 missions, 1 incomplete")
        expect(told.split("\n").filter((line) => /^ {2}[✔✘] (in)?complete/.test(line)).map((line) => line.slice(0, 14).trim()))
          .toEqual(["✘ incomplete", "✔ complete", "✔ complete", "✔ complete"])
        expect(told).not.toContain("\u202e")
      })))
})

describe("sync status --check", () => {
  it.scoped("U-26 039 FR-018: ok only on the receiver's own answer, with the moment it was given", () =>
    inConsentingProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        const { data, exitCode } = yield* Effect.provide(checkedSyncStatus, MissingProbe.layer())
        expect([exitCode, data.check?.verdict, data.check?.evidence]).toEqual([
          0, "ok", `${server} took the token: HTTP 400: No events provided, at 1970-01-01T00:00:00.000Z after 0 ms`
        ])
        const down = yield* Effect.provide(checkedSyncStatus, MissingProbe.layer(offline))
        expect([down.exitCode, down.data.check?.verdict, down.data.check?.code]).toEqual([3, "error", "SERVER-06"])
      })))

  it.scoped("U-26 without a server there is nothing to ask, which is not ok", () =>
    inProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        const { data, exitCode } = yield* Effect.provide(checkedSyncStatus, MissingProbe.layer())
        expect([exitCode, data.check?.verdict]).toEqual([3, "unknown"])
      })))

  it.effect("U-26 a server that says nothing is waited for 5 seconds and no longer", () =>
    Effect.gen(function*() {
      const silent = Layer.succeed(ServerProbe, { ask: () => Effect.never })
      const asking = yield* Effect.fork(Effect.provide(probe(server), silent))
      yield* TestClock.adjust("4999 millis")
      expect(Option.isNone(yield* Fiber.poll(asking))).toBe(true)
      yield* TestClock.adjust("1 millis")
      const observe: Observation = yield* Fiber.join(asking)
      expect([observe.verdict, observe.code]).toEqual(["error", "SERVER-06"])
      expect(observe.why).toMatch(/no answer within 5s/)
    }))
})

describe("taking every look", () => {
  const fault = new QueueUnavailable({ reason: "io", path: "/x", detail: "EIO" })
  it.effect("U-25 a failure, a bug and the same failure again stop nobody, and none of them is ok", () =>
    Effect.gen(function*() {
      const checks = yield* examine([
        { id: "a", title: "A", observe: Effect.fail(fault) },
        { id: "b", title: "B", observe: Effect.die(new Error("oops")) },
        { id: "c", title: "C", observe: Effect.fail(fault) }
      ])
      expect(checks.map(({ id, verdict, why }) => [id, verdict, why])).toEqual([
        ["a", "error", expect.stringContaining("EIO")],
        ["b", "unknown", expect.stringContaining("oops")],
        ["c", "unknown", expect.stringContaining("see a")]
      ])
    }))
  it.effect("U-25 an interruption is none of them", () =>
    Effect.gen(function*() {
      const exit = yield* Effect.either(Effect.sandbox(examine([{ id: "a", title: "A", observe: Effect.interrupt }])))
      expect(Either.isLeft(exit)).toBe(true)
    }))
})

describe("the package", () => {
  it("U-25 asks for the Node that the doctor asks for", async () => {
    const { engines } = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "../../../package.json"), "utf8"))
    const { wantedNode } = await import("../../../src/layers/node/HostFacts.js")
    expect(engines.node).toBe(wantedNode)
  })
})
