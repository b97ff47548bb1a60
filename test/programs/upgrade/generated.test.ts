import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "@effect/vitest"
import * as fs from "node:fs"
import * as path from "node:path"
import { UpgradePlan } from "../../../src/domain/upgrade/UpgradePlan.js"
import { anyLegacyProject, type LegacyProject } from "../../fixtures/legacy/legacyProject.js"
import { treeDifferences, treeOf } from "../../fixtures/legacy/writeLegacyProject.js"
import { planAt, rollbackAt, upgradeAt, withLegacyProject } from "./joined.js"
import { stillRefused, unnamedChanges } from "./namedChanges.js"

const json = Schema.encodeSync(Schema.parseJson(UpgradePlan))

const planOf = (plan: UpgradePlan | null): UpgradePlan => {
  if (plan === null) throw new Error("there is no plan")
  return plan
}

/** The same projects every time: a failure names its number. */
const projects = (count: number, seed: number) => FastCheck.sample(anyLegacyProject, { numRuns: count, seed })

const forEachProject = <E>(count: number, seed: number, use: (project: LegacyProject, about: string) => Effect.Effect<void, E>) =>
  Effect.forEach(projects(count, seed), (project, index) => {
    const shapes = project.files.filter(({ kind }) => kind !== "other").map(({ path: file, shape, standing }) => `${file}: ${shape} (${standing})`)
    return use(project, `project ${index} of seed ${seed}, git ${project.git}:\n${shapes.join("\n")}\n`)
  }, { concurrency: 4, discard: true })

const isOurs = (name: string): boolean => name === ".kittify" || name.startsWith(".kittify/backup")

/** Of each standing the files that the plan treats otherwise. */
const misjudged = ({ files }: LegacyProject, plan: UpgradePlan): ReadonlyArray<string> => {
  const changed = new Set(plan.files.map((file) => file.path))
  const named = new Set(plan.left_alone.map((it) => it.path))
  const lines = new Set(plan.left_alone.map((it) => `${it.path}:${it.line}`))
  return files.flatMap(({ badLines, path: file, standing }) => {
    const wrong = standing === "legacy" && !changed.has(file) || standing === "current" && (changed.has(file) || (named.has(file) && badLines.length === 0)) ||
      standing === "unreadable" && (changed.has(file) || !named.has(file)) || badLines.some((line) => !lines.has(`${file}:${line}`))
    return wrong ? [`${file} (${standing}, ${badLines.length} bad lines)`] : []
  })
}

describe("upgrade of generated projects", () => {
  it.effect("I-18 I-26 G-M1 G-M5 U-15 I-38 a dry run writes nothing, the run does just what it said, a second one nothing: 200 projects", () =>
    forEachProject(200, 64, (project, about) =>
      withLegacyProject(project, (place) =>
        Effect.gen(function*() {
          const before = treeOf(path.dirname(place.root))
          const dry = planOf((yield* planAt(place)).data.plan)
          expect(treeDifferences(before, treeOf(path.dirname(place.root))), about).toEqual([])
          expect(misjudged(project, dry), about).toEqual([])

          const old = treeOf(place.root)
          const run = yield* upgradeAt(place)
          expect(json(planOf(run.data.plan)), about).toBe(json(dry))
          expect(run.exitCode, about).toBe(dry.left_alone.length > 0 ? 3 : 0)
          const now = treeOf(place.root)
          const changed = treeDifferences(old, now).filter((name) => !isOurs(name))
          expect(changed, about).toEqual(dry.files.map((file) => file.path).sort())
          for (const change of dry.files) {
            const file = project.files.find((it) => it.path === change.path)
            if (file === undefined || "symlink" in file.content) continue
            expect(now.get(file.path)?.split(" ")[0], `mode of ${file.path}, ${about}`).toBe(file.mode.toString(8))
            if (file.kind === "config" || file.kind === "baseline") continue
            const after = fs.readFileSync(path.join(place.root, file.path))
            expect(unnamedChanges(change, file.kind, file.content, after), about).toEqual([])
          }
          expect(stillRefused(project, dry, place.root), about).toEqual([])

          const again = yield* upgradeAt(place)
          expect([planOf(again.data.plan).isEmpty, again.data.upgraded], about).toEqual([true, null])
          expect(planOf(again.data.plan).left_alone, about).toEqual(dry.left_alone)
          expect(treeDifferences(now, treeOf(place.root)), about).toEqual([])
        }))), 600_000)

  it.effect("I-25 a rollback puts every byte, mode and folder back", () =>
    forEachProject(60, 66, (project, about) =>
      withLegacyProject(project, (place) =>
        Effect.gen(function*() {
          const exclude = path.join(place.root, ".git", "info", "exclude")
          const ignored = () => fs.existsSync(exclude) ? fs.readFileSync(exclude, "utf8") : null
          const [before, excluded] = [treeOf(place.root), ignored()]
          const { upgraded } = (yield* upgradeAt(place)).data
          if (upgraded === null) return
          const back = yield* rollbackAt(place)
          expect(back.exitCode, about).toBe(0)
          expect(back.data.rolled_back?.left_alone, about).toEqual([])
          expect(treeDifferences(before, treeOf(place.root)), about).toEqual([])
          expect(ignored(), about).toBe(excluded)
        }))), 300_000)
})
