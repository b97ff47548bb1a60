import * as FileSystem from "@effect/platform/FileSystem"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { BodyTransportSteering } from "../../../../src/layers/memory/BodyTransport.js"
import { FileWatcherSteering } from "../../../../src/layers/memory/FileWatcher.js"
import { watch } from "../../../../src/programs/sync/watch.js"
import { bodiesOfSmallMission, smallMission, writeFiles } from "../../../fixtures/project.js"
import { inConsentingProject } from "../world.js"
import { edit, layer, mission, never, passTime, removeMission, rescanEvery, spec, startWatch, tags, until } from "./watching.js"

const files = { ...smallMission(mission), ...smallMission("002-beta") }
const watched = <A, E, R>(use: (root: string) => Effect.Effect<A, E, R>) =>
  inConsentingProject(files, (root) => Effect.provide(use(root), layer))

describe("sync --watch", () => {
  it.scoped("U-37 begins with a full sync; an untouched tree submits nothing again, whatever is heard and rescanned", () =>
    watched(() =>
      Effect.gen(function*() {
        const { news, rounds, scans } = yield* startWatch()
        const received = Effect.map((yield* BodyTransportSteering).received, ({ length }) => length)
        expect(yield* received).toBe(2 * bodiesOfSmallMission.length)
        expect((yield* rounds)[0]?.outcome.data.delivery).toBe("delivered")
        const told = (yield* news).length
        yield* (yield* FileWatcherSteering).change(`${mission}/spec.md`)
        yield* until(Effect.map(scans, (all) => all.length === 3), "the scan of the mission that was heard of")
        yield* until(Effect.map(scans, (all) => all.length === 7), "two full scans")
        expect([yield* received, (yield* news).length]).toEqual([2 * bodiesOfSmallMission.length, told])
      })))

  it.scoped("U-37 an edit is delivered once it settles, and its mission alone is scanned", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { news, scans, specs } = yield* startWatch()
        yield* edit(root, spec, "# first\n")
        yield* TestClock.adjust("200 millis")
        yield* edit(root, spec, "# second\n")
        yield* TestClock.adjust("200 millis")
        expect((yield* scans).length).toBe(2)
        yield* until(Effect.map(specs, (all) => all.at(-1) === "# second\n"), "the last text arrives")
        expect([yield* scans, (yield* specs).includes("# first\n")]).toEqual([[mission, "002-beta", mission], false])
        expect((yield* news).at(-1)).toEqual({ _tag: "Delivered", mission, uploaded: 1, alreadyThere: 2, events: 7 })
      })))

  it.scoped("U-37 G-F16 a storm starves nothing, is scanned now and then, and converges with one scan after it", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { scans, specs } = yield* startWatch({ rescanEvery: never })
        for (let n = 0; n < 120; n++) {
          yield* edit(root, spec, `# ${n}\n`)
          yield* TestClock.adjust("100 millis")
        }
        expect((yield* specs).length).toBeGreaterThan(2)
        const during = (yield* scans).length - 2
        expect(during).toBeLessThanOrEqual(4)
        yield* until(Effect.map(specs, (all) => all.at(-1) === "# 119\n"), "the last text arrives")
        yield* passTime("10 seconds")
        expect((yield* scans).length - 2).toBeLessThanOrEqual(during + 1)
      })))

  it.scoped("U-37 G-F16 an edit that nobody heard of is found by the full scan", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { specs } = yield* startWatch()
        yield* writeFiles(root, { [spec]: "# unheard\n" })
        yield* passTime("15 seconds")
        expect((yield* specs).includes("# unheard\n")).toBe(false)
        yield* until(Effect.map(specs, (all) => all.includes("# unheard\n")), "the text arrives")
      })))

  it.scoped("U-37 G-F16 lost track of what changed, it scans everything, without waiting for the full scan", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { scans, specs } = yield* startWatch({ rescanEvery: never })
        yield* writeFiles(root, { [spec]: "# lost\n" })
        yield* (yield* FileWatcherSteering).lose
        yield* until(Effect.map(specs, (all) => all.includes("# lost\n")), "the text arrives")
        expect((yield* scans).length).toBe(4)
      })))

  it.scoped("G-F16 a mission's folder that goes and comes again is told, and delivered anew", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { news, specs } = yield* startWatch()
        const { change } = yield* FileWatcherSteering
        yield* removeMission(root, mission)
        yield* change(mission)
        yield* until(Effect.map(news, (all) => tags(all).includes("Gone")), "it is told that the mission is gone")
        yield* writeFiles(root, { ...smallMission(mission), [spec]: "# again\n" })
        yield* change(mission, `${mission}/spec.md`)
        yield* until(Effect.map(specs, (all) => all.includes("# again\n")), "its text arrives")
        expect(tags(yield* news).slice(-3)).toEqual(["Gone", "Appeared", "Delivered"])
      })))

  it.scoped("G-F16 a new mission is noticed, also where only the full scan sees it", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { news } = yield* startWatch()
        yield* writeFiles(root, smallMission("003-gamma"))
        yield* until(Effect.map(news, (all) => all.some((it) => it._tag === "Delivered" && it.mission === "003-gamma")), "it is delivered")
        expect((yield* news).filter(({ _tag }) => _tag === "Appeared")).toEqual([{ _tag: "Appeared", mission: "003-gamma" }])
      })))

  it.scoped("G-F16 an editor that writes beside and renames over is heard like any other", () =>
    watched((root) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const { specs } = yield* startWatch()
        yield* edit(root, `kitty-specs/${mission}/.spec.md.swp`, "# renamed\n")
        yield* TestClock.adjust("100 millis")
        yield* fs.rename(`${root}/kitty-specs/${mission}/.spec.md.swp`, `${root}/${spec}`)
        yield* (yield* FileWatcherSteering).change(`${mission}/.spec.md.swp`, `${mission}/spec.md`)
        yield* until(Effect.map(specs, (all) => all.includes("# renamed\n")), "the text arrives")
        expect((yield* specs).filter((text) => text === "# renamed\n").length).toBe(1)
      })))

  it.scoped("U-37 the named mission may go and come: only at the start is it an error", () =>
    watched((root) =>
      Effect.gen(function*() {
        const { news, specs } = yield* startWatch({ selection: { _tag: "One", selector: mission } })
        yield* removeMission(root, mission)
        yield* until(Effect.map(news, (all) => tags(all).includes("Gone")), "it is told that the mission is gone")
        yield* writeFiles(root, { ...smallMission(mission), [spec]: "# back\n" })
        yield* until(Effect.map(specs, (all) => all.includes("# back\n")), "its text arrives")
      })))

  it.scoped("U-37 a mission that is named and not there ends the watch before it begins", () =>
    watched(() =>
      Effect.gen(function*() {
        const options = { selection: { _tag: "One", selector: "999" }, offline: false, rescanEvery } as const
        const error = yield* Effect.flip(Stream.runDrain(watch(options)))
        expect("_tag" in error && error._tag).toBe("MissionNotFound")
      })))
})
