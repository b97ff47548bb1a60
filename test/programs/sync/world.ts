import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/TestClock"
import type { MissionSelection } from "../../../src/domain/mission/MissionSelection.js"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import type { SyncReport } from "../../../src/domain/sync/SyncReport.js"
import { TargetFault } from "../../../src/domain/sync/transportErrors.js"
import { testingLayer } from "../../../src/layers/Testing.js"
import { setServer } from "../../../src/programs/sync/server.js"
import { sync } from "../../../src/programs/sync/sync.js"
import type { SyncOptions } from "../../../src/programs/sync/SyncOptions.js"
import { expectConserved } from "../../../src/laws/fixtures/conserved.js"
import { type Files, temporaryProject } from "../../fixtures/project.js"

export const server = ServerUrl.make("https://receiver.example")
export const offline = new TargetFault({ kind: "offline", reason: "connection refused" })

const all: MissionSelection = { _tag: "All" }
export const options: SyncOptions = { selection: all, wait: null, requireDelivered: false, offline: false }

export const runSync = (changes: Partial<SyncOptions> = {}) => sync({ ...options, ...changes })

/** What became of each body: `<mission>/<path>` → outcome. */
export const outcomes = (report: SyncReport): Record<string, string> =>
  Object.fromEntries(report.missions.flatMap(({ bodies, namespace }) =>
    bodies.map((body) => [
      `${namespace.mission_slug}/${body.artifact_path}`,
      body.outcome === "skipped" || body.outcome === "failed" ? `${body.outcome}:${body.reason_code}` : body.outcome
    ])))

export const countOf = (report: SyncReport, outcome: string): number =>
  Object.values(outcomes(report)).filter((it) => it === outcome).length

/**
 * Runs `use` in a temporary project with a home of its own, a queue in memory and a server one steers. Whatever it did,
 * the queue's sum holds at its end (G-H3).
 */
export const inProject = <A, E, R>(
  files: Files,
  use: (root: string) => Effect.Effect<A, E, R>,
  environment: Record<string, string> = {}
) =>
  Effect.flatMap(temporaryProject(files), (root) =>
    use(root).pipe(
      Effect.zipLeft(expectConserved),
      Effect.provide(testingLayer(root, {
        PATH: "/usr/local/bin:/usr/bin:/bin",
        HOME: root,
        SPEC_KITTY_HOME: `${root}-home`,
        SPEC_KITTY_TOKEN: "token-of-a-test",
        GIT_CEILING_DIRECTORIES: root,
        ...environment
      }))
    ))

/** The same, with the user's word that the project may send to `server`. */
export const inConsentingProject = <A, E, R>(
  files: Files,
  use: (root: string) => Effect.Effect<A, E, R>,
  environment: Record<string, string> = {}
) => inProject(files, (root) => Effect.zipRight(setServer(server), use(root)), environment)

/** Runs `effect` while the test clock goes on by a quarter of a second at a time, so that what sleeps wakes up. */
export const whileTimePasses = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const fiber = yield* Effect.fork(effect)
    while ((yield* Fiber.poll(fiber))._tag === "None") yield* TestClock.adjust("250 millis")
    return yield* Fiber.join(fiber)
  })
