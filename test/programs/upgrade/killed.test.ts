import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as fs from "node:fs"
import { rollback } from "../../../src/programs/upgrade/rollback.js"
import { upgrade } from "../../../src/programs/upgrade/upgrade.js"
import { temporaryProject } from "../../fixtures/project.js"
import { type Fate, killedAt } from "./killedAt.js"
import { legacyFiles, processOn, type QueueDisk, queueDisk, treeOf, upgradedFiles } from "./world.js"

type World = ReturnType<typeof processOn>
const upgrading = (world: World) => Effect.provide(upgrade({ dryRun: false, backupDir: null }), world)
const rollingBack = (world: World) => Effect.provide(rollback({ backupDir: null }), world)

/** Small, since it is upgraded some hundred times. */
const { "kitty-specs/002-b/meta.json": _left, ...files } = legacyFiles

const project = Effect.gen(function*() {
  const root = yield* temporaryProject(files)
  fs.chmodSync(`${root}/kitty-specs/001-a/meta.json`, 0o664)
  return root
})

interface Scene {
  readonly root: string
  readonly disk: QueueDisk
}
const scene: Effect.Effect<Scene, never, Effect.Effect.Context<typeof project>> =
  Effect.map(project, (root) => ({ root, disk: queueDisk() }))

/** Runs it in a process that meets its fate at its `n`-th change. */
const doomed = <A, E>(use: (world: World) => Effect.Effect<A, E>, { disk, root }: Scene, n: number, fate: Fate) =>
  Effect.suspend(() => {
    const victim = killedAt(n, fate)
    return Effect.exit(use(processOn(root, { disk, step: victim.step }))).pipe(
      Effect.ensuring(Effect.sync(victim.over)),
      Effect.map((exit) => ({ exit, made: victim.made }))
    )
  })

/** The changes at which this fate makes a difference: half a write takes a write. */
const momentsOf = (made: ReadonlyArray<string>, fate: Fate): ReadonlyArray<number> =>
  made.flatMap((name, index) => fate !== "tears" || name === "writeFileSync" ? [index + 1] : [])

/** Old or new, and nothing between. */
const expectWhole = (root: string, before: Record<string, string>, after: Record<string, string>) => {
  for (const [name, content] of Object.entries(upgradedFiles(root))) {
    if (content !== "folder" && !/\.tmp$|^\.git\//.test(name)) expect([before[name], after[name]], name).toContain(content)
  }
}

/** As it was; where there was nothing to roll back, but for the marks of a process that died before it kept anything. */
const expectRestored = ({ disk, root }: Scene, answer: Either.Either<unknown, { readonly _tag: string }>, original: Record<string, string>) => {
  const now = Object.entries(treeOf(root)).filter(([name]) =>
    Either.isRight(answer) || ![".git/spec-kitty-upgrade.lock", ".kittify/backup"].includes(name))
  if (Either.isLeft(answer)) expect(answer.left._tag).toBe("NoBackup")
  expect(Object.fromEntries(now)).toEqual(original)
  expect(disk.migrated).toEqual({ events: 0, broken: 0, bodies: 0 })
}

const fates = [["dies", "killed before a change"], ["tears", "killed in the middle of a write"]] as const

describe("an upgrade that is killed", () => {
  for (const [fate, how] of fates) {
    it.scopedLive(`I-24 G-M1 G-Q12 ${how}, each in turn: every file is old or new, and the next run ends as if nothing had been`, () =>
      Effect.gen(function*() {
        const whole = yield* scene
        const original = treeOf(whole.root)
        const before = upgradedFiles(whole.root)
        const { made } = yield* doomed(upgrading, whole, Infinity, fate)
        const after = upgradedFiles(whole.root)
        expect(momentsOf(made, fate).length).toBeGreaterThan(fate === "dies" ? 50 : 6)
        for (const n of momentsOf(made, fate)) {
          const it = yield* scene
          const { exit } = yield* doomed(upgrading, it, n, fate)
          expect(Exit.isFailure(exit) && Cause.pretty(exit.cause), `killed at ${n}`).toMatch(/killed/)
          expectWhole(it.root, before, after)
          expect((yield* upgrading(processOn(it.root, it))).exitCode).toBe(0)
          expect(upgradedFiles(it.root), `killed at ${n}`).toEqual(after)
          expect(Object.keys(treeOf(it.root)).filter((name) => name.endsWith(".tmp")), `killed at ${n}`).toEqual([])
          expect(it.disk.migrated).toEqual(it.disk.legacy)
          // And all the way back, from what two processes made together.
          yield* rollingBack(processOn(it.root, it))
          expect(treeOf(it.root), `killed at ${n}`).toEqual(original)
        }
      }), 180_000)

    it.scopedLive(`I-25 G-M1 ${how}, each in turn, then rolled back: every byte, mode and row is where it was`, () =>
      Effect.gen(function*() {
        const whole = yield* scene
        const original = treeOf(whole.root)
        const { made } = yield* doomed(upgrading, whole, Infinity, fate)
        for (const n of momentsOf(made, fate)) {
          const it = yield* scene
          yield* doomed(upgrading, it, n, fate)
          expectRestored(it, yield* Effect.either(rollingBack(processOn(it.root, it))), original)
        }
      }), 180_000)

    it.scopedLive(`I-25 G-M1 a rollback that is ${how}, each in turn: run again, it ends as if nothing had been`, () =>
      Effect.gen(function*() {
        const whole = yield* scene
        const original = treeOf(whole.root)
        yield* upgrading(processOn(whole.root, whole))
        const { made } = yield* doomed(rollingBack, whole, Infinity, fate)
        expect(momentsOf(made, fate).length).toBeGreaterThan(fate === "dies" ? 20 : 2)
        for (const n of momentsOf(made, fate)) {
          const it = yield* scene
          yield* upgrading(processOn(it.root, it))
          yield* doomed(rollingBack, it, n, fate)
          expectRestored(it, yield* Effect.either(rollingBack(processOn(it.root, it))), original)
        }
      }), 180_000)
  }
})

describe("an upgrade that fails", () => {
  it.scopedLive("G-M1 I-24 G-M4 at each step in turn for want of space: a typed error or none, and the next run finishes", () =>
    Effect.gen(function*() {
      const whole = yield* scene
      const { made } = yield* doomed(upgrading, whole, Infinity, "fails")
      const after = upgradedFiles(whole.root)
      let errors = 0
      for (const n of momentsOf(made, "fails")) {
        if (made[n - 1] === "queue") continue
        const it = yield* scene
        const { exit } = yield* doomed(upgrading, it, n, "fails")
        if (Exit.isFailure(exit)) {
          errors++
          const failure = Cause.failures(exit.cause)
          expect(Array.from(failure, ({ _tag }) => _tag), `failed at ${n}: ${Cause.pretty(exit.cause)}`).toEqual(["StateNotWritable"])
        }
        yield* upgrading(processOn(it.root, it))
        const now = upgradedFiles(it.root)
        // That git could not be told is a notice, and the upgrade went on to its end.
        if (Exit.isSuccess(exit)) now[".git/info/exclude"] = after[".git/info/exclude"] ?? ""
        expect(now, `failed at ${n}`).toEqual(after)
        expect(it.disk.migrated).toEqual(it.disk.legacy)
      }
      expect(errors).toBeGreaterThan(30)
    }), 180_000)

  it.scopedLive("G-M1 I-25 a rollback, at each step in turn for want of space: run again, it ends as if nothing had been", () =>
    Effect.gen(function*() {
      const whole = yield* scene
      const original = treeOf(whole.root)
      yield* upgrading(processOn(whole.root, whole))
      const { made } = yield* doomed(rollingBack, whole, Infinity, "fails")
      for (const n of momentsOf(made, "fails")) {
        if (made[n - 1] === "queue") continue
        const it = yield* scene
        yield* upgrading(processOn(it.root, it))
        const { exit } = yield* doomed(rollingBack, it, n, "fails")
        if (Exit.isFailure(exit)) expect(Array.from(Cause.defects(exit.cause)), `failed at ${n}`).toEqual([])
        expectRestored(it, yield* Effect.either(rollingBack(processOn(it.root, it))), original)
      }
    }), 180_000)
})
