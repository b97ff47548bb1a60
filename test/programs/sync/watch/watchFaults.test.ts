import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import { QueueUnavailable } from "../../../../src/domain/sync/queueErrors.js"
import { TargetFault, UploadRejected } from "../../../../src/domain/sync/transportErrors.js"
import { BodyTransportSteering } from "../../../../src/layers/memory/BodyTransport.js"
import { EventTransportSteering } from "../../../../src/layers/memory/EventTransport.js"
import { FileWatcherSteering } from "../../../../src/layers/memory/FileWatcher.js"
import { setServer } from "../../../../src/programs/sync/server.js"
import { ArtifactIndexer } from "../../../../src/services/ArtifactIndexer.js"
import { DeliveryQueue } from "../../../../src/services/DeliveryQueue.js"
import { QueueView } from "../../../../src/services/QueueView.js"
import { smallMission, writeFiles } from "../../../fixtures/project.js"
import { inConsentingProject, inProject, offline, server } from "../world.js"
import { codes, edit, layer, mission, never, passTime, spec, startWatch, tags, until } from "./watching.js"

const files = smallMission(mission)
const watched = <A, E, R>(use: (root: string) => Effect.Effect<A, E, R>) =>
  inConsentingProject(files, (root) => Effect.provide(use(root), layer))

const signIn = new TargetFault({ kind: "sign_in", reason: "401" })
const received = Effect.flatMap(EventTransportSteering, (events) => Effect.map(events.received, ({ length }) => length))

describe("sync --watch, when the server is away", () => {
  it.scoped("U-37 tells it once, tries again with backoff, tells once that it is back, and delivers what was edited", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { news, specs } = yield* startWatch({ rescanEvery: never })
        const told = (yield* news).length
        yield* (yield* EventTransportSteering).failNext(...Array.from({ length: 6 }, () => offline))
        const before = yield* received
        yield* edit(root, spec, "# while it was away\n")
        yield* until(Effect.map(specs, (all) => all.includes("# while it was away\n")), "the text arrives")
        const since = (yield* news).slice(told)
        expect(tags(since)).toEqual(["Queued", "Fault", "Delivered", "Recovered"])
        expect([codes(since), tags(since).filter((tag) => tag === "Recovered")]).toEqual([["SERVER-06"], ["Recovered"]])
        expect(since.flatMap((it) => it._tag === "Fault" ? [it.kept] : [])).toEqual([{ events: 7, bodies: 3 }])
        expect((yield* received) - before).toBe(7)
      })))

  it.scoped("U-37 after a 401 it waits for the next change, and tries nothing meanwhile", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { news, specs } = yield* startWatch({ rescanEvery: never })
        yield* (yield* EventTransportSteering).failNext(signIn)
        yield* edit(root, spec, "# refused\n")
        yield* until(Effect.map(news, (all) => codes(all).includes("AUTH-01")), "the sign-in is asked for")
        const before = yield* received
        yield* passTime("2 minutes")
        expect(yield* received).toBe(before)
        yield* edit(root, spec, "# taken\n")
        yield* until(Effect.map(specs, (all) => all.includes("# taken\n")), "the text arrives")
        expect(tags(yield* news)).toContain("Recovered")
      })))

  it.scoped("U-37 after a 401 the next full scan tries as well", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { specs } = yield* startWatch()
        yield* (yield* EventTransportSteering).failNext(signIn)
        yield* edit(root, spec, "# kept\n")
        yield* until(Effect.map(specs, (all) => all.includes("# kept\n")), "the text arrives")
      })))

  it.scoped("U-37 each body that the server refuses is told, and the others arrive", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { news } = yield* startWatch()
        yield* (yield* BodyTransportSteering).failNext(new UploadRejected({ reasonCode: "rejected", reason: "no" }))
        yield* edit(root, spec, "# one\n")
        yield* until(Effect.map(news, (all) => codes(all).includes("SYNC-01")), "the refusal is told")
        expect(tags(yield* news).slice(-2)).toEqual(["Delivered", "Fault"])
      })))

  it.scoped("U-28 U-37 a server that is chosen meanwhile gets everything", () =>
    inProject(files, () =>
      Effect.gen(function*() {
        const { news, specs } = yield* startWatch()
        expect([codes(yield* news), yield* specs]).toEqual([["SERVER-02"], []])
        yield* setServer(server)
        yield* until(Effect.map(specs, (all) => all.length === 1), "the text arrives")
      }).pipe(Effect.provide(layer))))

  it.scoped("U-37 --offline queues what is edited and sends nothing", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { news } = yield* startWatch({ offline: true })
        yield* edit(root, spec, "# queued\n")
        yield* until(Effect.map(news, (all) => tags(all).filter((tag) => tag === "Queued").length === 2), "it is queued")
        yield* passTime("1 minute")
        expect(yield* received).toBe(0)
      })))
})

describe("sync --watch, when something else fails", () => {
  it.scoped("G-F16 a watcher that can't begin, fails or comes and goes is told once; the full scans go on; it begins again", () =>
    watched((root) =>
      Effect.gen(function*() {
        const steering = yield* FileWatcherSteering
        yield* steering.refuseNext("No space left on device")
        const { news, specs } = yield* startWatch()
        yield* until(Effect.map(steering.standing, (count) => count === 1), "the watch stands")
        yield* until(Effect.map(news, (all) => tags(all).includes("Recovered")), "that is told")
        yield* steering.refuseNext(...Array.from({ length: 8 }, () => "the folder is gone"))
        yield* steering.fail("the folder is gone")
        yield* writeFiles(root, { [spec]: "# by the full scan\n" })
        yield* until(Effect.map(specs, (all) => all.includes("# by the full scan\n")), "the text arrives")
        yield* passTime("1 minute")
        expect(codes(yield* news)).toEqual(["WATCH-01", "WATCH-01"])
        yield* until(Effect.map(steering.standing, (count) => count === 1), "the watch stands again")
        yield* passTime("1 second")
        expect(tags(yield* news).filter((tag) => tag === "Recovered").length).toBe(2)
      })))

  it.scoped("U-33 U-37 a queue that another process holds is told once and tried again; nothing is lost", () =>
    watched((root) =>
      Effect.gen(function*() {
        const busy = new QueueUnavailable({ reason: "busy", path: "queue.db", detail: "database is locked" })
        const failures = yield* Ref.make(0)
        const watching = yield* Effect.updateService(startWatch({ rescanEvery: never }), DeliveryQueue, (queue) => ({
          ...queue,
          enqueue: (items) =>
            Effect.flatMap(Ref.getAndUpdate(failures, (left) => left - 1), (left) => left > 0 ? busy : queue.enqueue(items))
        }))
        yield* Ref.set(failures, 3)
        yield* edit(root, spec, "# kept\n")
        yield* until(Effect.map(watching.specs, (all) => all.includes("# kept\n")), "the text arrives")
        yield* passTime("1 second")
        const news = yield* watching.news
        expect([codes(news), tags(news).filter((tag) => tag === "Recovered")]).toEqual([["QUEUE-03"], ["Recovered"]])
      })))

  it.scoped("U-37 a file that changes while it is read is left to the next scan, which comes by itself", () =>
    watched((root) =>
      Effect.gen(function*() {
        const unread = yield* Ref.make(0)
        const { scans, specs } = yield* Effect.updateService(startWatch({ rescanEvery: never }), ArtifactIndexer, ({ scan }) => ({
          scan: (directory, how) =>
            Effect.gen(function*() {
              const indexed = yield* scan(directory, how)
              if ((yield* Ref.getAndUpdate(unread, (left) => left - 1)) <= 0) return indexed
              const artifacts = indexed.dossier.artifacts.map((it) =>
                it.relative_path === "spec.md"
                  ? { ...it, upload: { decision: "skip", reason_code: "unstable", reason: "it kept changing" } as const }
                  : it)
              return { ...indexed, dossier: Object.assign(Object.create(Object.getPrototypeOf(indexed.dossier)), indexed.dossier, { artifacts }) }
            })
        }))
        yield* Ref.set(unread, 1)
        const before = yield* received
        yield* edit(root, spec, "# settled\n")
        yield* until(Effect.map(scans, (all) => all.length === 2), "a scan that meets it")
        expect(yield* received).toBe(before)
        yield* until(Effect.map(specs, (all) => all.includes("# settled\n")), "the text arrives")
        expect((yield* scans).length).toBe(3)
      })))

  it.scoped("U-36 U-37 an interruption leaves nothing leased and no watch standing", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { stop } = yield* startWatch()
        yield* (yield* EventTransportSteering).failNext(offline)
        yield* edit(root, spec, "# left\n")
        yield* passTime("2 seconds")
        yield* stop
        const { bodies, events } = yield* (yield* QueueView).counts
        expect([events.leased, bodies.leased, yield* (yield* FileWatcherSteering).standing]).toEqual([0, 0, 0])
      })))

})
