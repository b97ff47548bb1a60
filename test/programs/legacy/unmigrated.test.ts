import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { CheckOptions } from "../../../src/programs/check/CheckOptions.js"
import type { MissionSelection } from "../../../src/domain/mission/MissionSelection.js"
import { LegacyQueueWaits } from "../../../src/domain/identity/projectErrors.js"
import * as FileWatcher from "../../../src/layers/memory/FileWatcher.js"
import * as UnmigratedRows from "../../../src/layers/memory/UnmigratedRows.js"
import * as RepositoryFolder from "../../../src/layers/node/RepositoryFolder.js"
import { check } from "../../../src/programs/check/check.js"
import { exitReason } from "../../../src/programs/cli/exitReason.js"
import { scanMissions } from "../../../src/programs/dossier/scanMissions.js"
import { doctor } from "../../../src/programs/health/doctor.js"
import { queueSays, queueStatusLooks, status } from "../../../src/programs/health/status.js"
import { unmigratedLook } from "../../../src/programs/health/unmigratedLook.js"
import { planSync } from "../../../src/programs/sync/planSync.js"
import { syncStatus } from "../../../src/programs/sync/status.js"
import { watch } from "../../../src/programs/sync/watch.js"
import { QueueView } from "../../../src/services/QueueView.js"
import { smallMission } from "../../fixtures/project.js"
import { inConsentingProject, inProject, options, runSync } from "../sync/world.js"

const waits = new LegacyQueueWaits({ file: "/state/queue.db", events: 12, bodies: 3 })
const waiting = UnmigratedRows.layer(Option.some(waits))
const all: MissionSelection = { _tag: "All" }

const refusal = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provide(Effect.flip(effect), waiting)
const captured = Effect.flatMap(QueueView, ({ counts }) => Effect.map(counts, ({ bodies, events }) => bodies.captured + events.captured))
const scanning = (emit: boolean) => scanMissions({ selection: all, step: null, emit })
const watching = Stream.runDrain(Stream.take(watch({ selection: all, offline: false, rescanEvery: Duration.minutes(1) }), 1))

describe("rows of the original tool's queues that nobody brought over", () => {
  it.scoped("I-19 G-M4 every form of sync, and a scan that would queue, refuse before anything is captured", () =>
    inConsentingProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        const errors = [
          yield* refusal(runSync()), yield* refusal(runSync({ offline: true })), yield* refusal(planSync(options)),
          yield* refusal(Effect.provide(watching, FileWatcher.layer)), yield* refusal(scanning(true))
        ]
        expect(errors.map(({ code, target }) => [code, target])).toEqual(errors.map(() => [waits.code, waits.target]))
        expect([exitReason(waits), waits.code, waits.next]).toEqual(["legacyState", "LEGACY-02", "spec-kitty upgrade --dry-run"])
        expect(yield* captured).toBe(0)
        yield* runSync()
        expect(yield* captured).toBeGreaterThan(0)
      })))

  it.scoped("I-19 a scan that queues nothing works: without --emit, and without a server", () =>
    Effect.gen(function*() {
      yield* inConsentingProject(smallMission("001-alpha"), () =>
        Effect.gen(function*() {
          const { data } = yield* Effect.provide(scanning(false), waiting)
          expect(data.events).toBe("not_emitted")
        }))
      yield* inProject(smallMission("001-alpha"), () =>
        Effect.gen(function*() {
          yield* runSync()
          const { data } = yield* Effect.provide(scanning(true), waiting)
          expect(data.events).toBe("not_queued_no_server")
        }))
    }))

  it.scoped("I-19 G-H1 status, sync status and doctor are not green, and name file and counts", () =>
    inConsentingProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        yield* runSync()
        const sound = yield* doctor([unmigratedLook])
        expect([sound.data.healthy, sound.data.checks[0]?.evidence]).toEqual([true, expect.stringContaining("that was not brought over")])

        const { diagnostics, exitCode, next } = yield* Effect.provide(syncStatus, waiting)
        expect([exitCode, diagnostics[0]?.code, diagnostics[0]?.target, next[0]])
          .toEqual([8, "LEGACY-02", "/state/queue.db", "spec-kitty upgrade --dry-run"])

        for (const it of [
          yield* Effect.provide(status(all, queueSays, queueStatusLooks), waiting), yield* Effect.provide(doctor([unmigratedLook]), waiting)
        ]) {
          const found = it.data.checks.find(({ id }) => id === "queue.unmigrated")
          expect([found?.verdict, found?.code, found?.target, found?.fix])
            .toEqual(["error", "LEGACY-02", "/state/queue.db", "spec-kitty upgrade --dry-run"])
          expect(found?.evidence).toMatch(/^\/state\/queue\.db: 12 events and 3 bodies of project [0-9a-f-]{36}$/)
        }
        expect((yield* Effect.provide(status(all, queueSays, queueStatusLooks), waiting)).exitCode).toBe(8)
      })))

  it.scoped("I-19 G-H1 check: nothing passes as delivered; where that is not asked, it is told", () =>
    inConsentingProject(smallMission("001-alpha"), () =>
      Effect.gen(function*() {
        yield* runSync()
        const judge = (...requirements: CheckOptions["requirements"]) =>
          check({ selection: all, requirements, strict: false }).pipe(
            Effect.provide(Layer.merge(waiting, RepositoryFolder.layer))
          )
        const delivered = yield* judge("delivered")
        const rule = delivered.data.findings.find(({ rule_id }) => rule_id === "legacy-queue")
        expect([delivered.exitCode, delivered.data.passed, delivered.data.requirements[0]?.verdict]).toEqual([3, false, "failed"])
        expect([rule?.message, rule?.fix]).toEqual([waits.message, "spec-kitty upgrade --dry-run"])
        const other = yield* judge("clean-contract")
        expect([other.data.passed, other.diagnostics.map(({ code, severity }) => [code, severity])])
          .toEqual([true, [["LEGACY-02", "warning"]]])
      })))
})
