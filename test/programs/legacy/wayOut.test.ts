import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { writePendingQueue } from "../../fixtures/legacy/writePendingQueue.js"
import { smallMission } from "../../fixtures/project.js"
import { configShapes, mission, missionShapes } from "./shapes.js"
import { answer, type World, worldWith } from "./world.js"

const legacyCodes = (said: Effect.Effect.Success<ReturnType<typeof answer>>) =>
  said.diagnostics.filter(({ code }) => code.startsWith("LEGACY-"))

/** Runs a refused command, then what it names, and the run that this one names; returns what the command says then. */
const takeTheWayOut = (world: World, words: string) =>
  Effect.gen(function*() {
    const refused = yield* answer(world, words)
    const [first] = legacyCodes(refused)
    expect([refused.exit_code, first?.fix]).toEqual([8, "spec-kitty upgrade --dry-run"])
    const plan = yield* answer(world, "upgrade --dry-run")
    expect(plan.next).toContain("spec-kitty upgrade")
    expect((yield* answer(world, "upgrade")).exit_code).toBe(0)
    return yield* answer(world, words)
  })

describe("a refusal of legacy state names the command that leaves it", () => {
  for (const { content, field, file } of [...missionShapes, ...configShapes]) {
    it.scopedLive(`G-M4 I-19 ${path.basename(file)} with ${field}`, () =>
      Effect.gen(function*() {
        const world = yield* worldWith({ ...smallMission(mission), [file]: content })
        const after = yield* takeTheWayOut(world, "sync --all --offline")
        expect([legacyCodes(after), after.exit_code === 8]).toEqual([[], false])
      }), 60_000)
  }

  it.scopedLive("G-M4 I-19 a queue of the original tool", () =>
    Effect.gen(function*() {
      const world = yield* worldWith(smallMission(mission))
      const config = fs.readFileSync(path.join(world.root, ".kittify/config.yaml"), "utf8")
      const projectUuid = /uuid: "?([0-9a-f-]{36})/.exec(config)?.[1] ?? ""
      writePendingQueue(path.join(world.home, "queue.db"), "feature", {
        uuid: projectUuid,
        nodeId: "1f9c03ab77de",
        bodyBytes: 100,
        missions: [{ slug: mission, number: 1, type: "software-dev", targetBranch: "main" }]
      }, { events: { first: 0, end: 4 }, bodies: { first: 0, end: 2 } })
      expect((yield* answer(world, "sync status")).exit_code).toBe(8)
      expect((yield* answer(world, "doctor --offline")).exit_code).toBe(3)
      const after = yield* takeTheWayOut(world, "sync --all --offline")
      expect([legacyCodes(after), after.exit_code]).toEqual([[], 0])
      expect((yield* answer(world, "sync status")).exit_code).toBe(0)
    }), 60_000)
})
