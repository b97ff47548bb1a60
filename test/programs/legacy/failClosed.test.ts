import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { smallMission } from "../../fixtures/project.js"
import { configShapes, inMission, mission, missionShapes, type Shape } from "./shapes.js"
import { answer, everything, type World, worldWith } from "./world.js"

/** What reads missions, each with the exit code it owes: 3 where findings are what a command is for. */
const missionCommands: ReadonlyArray<readonly [line: string, exitCode: number]> = [
  ["sync --all", 8], ["sync now --all", 8], ["sync --all --dry-run", 8], ["sync --all --offline", 8],
  ["dossier scan --all", 8], ["dossier scan --all --no-emit", 8], ["dossier list --all", 8],
  [`dossier show spec.md --mission ${mission}`, 8], [`explain spec.md --mission ${mission}`, 8],
  [`dossier snapshot export --mission ${mission}`, 8], ["status --all", 8], ["check --all", 3], ["doctor --offline", 3]
]
/** What has to know which project this is. */
const projectCommands: ReadonlyArray<readonly [line: string, exitCode: number]> = [
  ["sync --all", 8], ["sync --all --dry-run", 8], ["sync --all --watch", 8], ["dossier scan --all", 8],
  ["agent mission create new-one", 8], ["sync status", 8], ["sync server", 8], ["sync server https://receiver.example", 8],
  ["sync queue list", 8], ["status --all", 8], ["check --all", 8], ["identity", 8], ["purge", 8], ["doctor --offline", 3]
]

/** Refused with file, field and remedy; nothing sent, nothing written. */
const refuses = (world: World, { field, file }: Shape, commands: typeof missionCommands) =>
  Effect.gen(function*() {
    const before = everything(world)
    for (const [words, exitCode] of commands) {
      const said = yield* answer(world, words)
      const text = JSON.stringify(said)
      expect([words, said.exit_code, said.ok]).toEqual([words, exitCode, false])
      expect(text, words).toContain(`${file} still uses ${field}.`)
      expect(text, words).toContain("spec-kitty upgrade --dry-run")
    }
    expect(everything(world)).toEqual(before)
    expect(world.requests()).toBe(0)
  })

describe("live commands refuse what is from before the cutover", () => {
  for (const shape of missionShapes) {
    it.scoped(`I-19 I-35 I-36 ${path.basename(shape.file)} with ${shape.field}`, () =>
      Effect.gen(function*() {
        const world = yield* worldWith({ ...smallMission(mission), [shape.file]: shape.content })
        yield* refuses(world, shape, missionCommands)
      }), 60_000)
  }
  for (const shape of configShapes) {
    it.scoped(`I-19 config.yaml with ${shape.field}`, () =>
      Effect.gen(function*() {
        const world = yield* worldWith({ ...smallMission(mission), [shape.file]: shape.content })
        yield* refuses(world, shape, projectCommands)
      }), 60_000)
  }

  it.scoped("I-19 one such mission holds up none of the others", () =>
    Effect.gen(function*() {
      const world = yield* worldWith({ ...smallMission("002-new"), [inMission("meta.json")]: "{\"feature_slug\":\"001-old\"}" })
      const said = yield* answer(world, "sync --all")
      expect([said.exit_code, said.diagnostics.filter(({ code }) => code === "LEGACY-01").map(({ target }) => target)])
        .toEqual([8, [inMission("meta.json")]])
      expect(world.requests()).toBeGreaterThan(0)
      expect(fs.readdirSync(path.join(world.root, ".kittify", "dossiers"))).toEqual(["002-new"])
    }), 60_000)
})
