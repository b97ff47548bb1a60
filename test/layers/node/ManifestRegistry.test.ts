import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import type { ManifestInvalid } from "../../../src/domain/mission/missionErrors.js"
import { layer } from "../../../src/layers/node/ManifestRegistry.js"
import { ManifestRegistry } from "../../../src/services/ManifestRegistry.js"
import { Project } from "../../../src/services/Project.js"
import { temporaryFolder, writeFiles } from "./temporary.js"

const registryAt = (root: string) =>
  layer.pipe(
    Layer.provide([Layer.succeed(Project, { root, workingDirectory: root }), NodeContext.layer]),
    Layer.build,
    Effect.orDie,
    Effect.flatMap((context) => Effect.provide(ManifestRegistry, context))
  )

const folder = ".kittify/missions"
/** What a project with these overrides says of the type. */
const definitionOf = (missionType: string, files: { readonly [file: string]: string } = {}) =>
  Effect.gen(function*() {
    const root = yield* temporaryFolder
    writeFiles(root, Object.entries(files).map(([file, text]) => [`${folder}/${missionType}/${file}`, text]))
    return yield* (yield* registryAt(root)).definition(missionType)
  })

/** Plain data: what vitest prints of an Effect error that does not match is its own overflow. */
const pick = ({ _tag: tag, detail, file, line, pointer }: ManifestInvalid) => ({ tag, file, line, pointer, detail })

const manifest = (rest: string, version = '"own-1"', type = "software-dev") =>
  `schema_version: "1.0"\nmission_type: ${type}\nmanifest_version: ${version}\n${rest}`
const machine = (rest: string) => `mission: {name: own}\ninitial: a\nstates: [{name: a}, {name: b}]\n${rest}`

describe("ManifestRegistry", () => {
  it.scoped.each(["software-dev", "research", "documentation"])(
    "D-10 D-11 %s ships with a manifest, version 1, and the machine that has its steps",
    (missionType) =>
      Effect.gen(function*() {
        const definition = yield* definitionOf(missionType)
        expect(definition.manifest).toMatchObject({ mission_type: missionType, manifest_version: "1", required_always: [] })
        expect(Object.keys(definition.manifest?.required_by_step ?? {})).toEqual(definition.stateMachine?.steps)
      })
  )

  it.scoped("D-10 the specs that ship are those of the table", () =>
    Effect.gen(function*() {
      const { manifest: shipped } = yield* definitionOf("documentation")
      expect(shipped?.entries.map(({ artifact, step }) => `${step ?? "-"} ${artifact.artifact_key} ${artifact.path_pattern} ${artifact.blocking}`))
        .toEqual([
          "discover input.spec.documentation spec.md true",
          "audit workflow.plan.documentation plan.md true",
          "audit workflow.tasks.documentation tasks.md true",
          "audit evidence.gap-analysis gap-analysis.md true",
          "design workflow.plan.documentation plan.md true",
          "design workflow.tasks.documentation tasks.md true",
          "generate output.docs.generated docs/**/*.md false",
          "- evidence.research research.md false",
          "- evidence.data-model data-model.md false",
          "- evidence.quickstart quickstart.md false",
          "- evidence.audit-report audit-report.md false"
        ])
    }))

  it.scoped.each(["unknown", "..", ".", "../research", "research/../research", "", ".hidden", "a/b", "a\\b", "résumé"])(
    "D-12 %j has neither, and never leads out of its folder",
    (missionType) => Effect.map(Effect.flatMap(temporaryFolder, registryAt).pipe(Effect.flatMap((it) => it.definition(missionType))),
      (definition) => expect(definition).toEqual({ manifest: null, stateMachine: null }))
  )

  it.scoped("D-13 a project's manifest replaces the one that ships, with the states that ship", () =>
    Effect.gen(function*() {
      const text = manifest("required_by_step:\n  plan:\n    - {artifact_key: own.plan, artifact_class: output, path_pattern: plan.md}\n")
      const { manifest: own, stateMachine } = yield* definitionOf("software-dev", { "expected-artifacts.yaml": text })
      expect(own?.entries.map(({ artifact }) => artifact.artifact_key)).toEqual(["own.plan"])
      expect(stateMachine?.name).toBe("software-dev")
    }))

  it.scoped("D-13 a project's own type and machine; a mission.yaml without states leaves the shipped ones", () =>
    Effect.gen(function*() {
      const own = yield* definitionOf("own", {
        "mission.yaml": machine("transitions: []\nworkflow: ignored\n"),
        "expected-artifacts.yaml": manifest("required_by_step: {b: []}\n", "'2'", "own")
      })
      expect(own.stateMachine?.steps).toEqual(["a", "b"])
      expect(own.manifest?.manifest_version).toBe("2")
      const older = yield* definitionOf("research", { "mission.yaml": "name: Deep Research\nworkflow: {phases: []}\n" })
      expect(older.stateMachine?.initial).toBe("scoping")
    }))

  it.scoped("D-11 D-12 a plan mission has steps and no manifest", () =>
    Effect.gen(function*() {
      const { manifest: none, stateMachine } = yield* definitionOf("plan")
      expect(none).toBe(null)
      expect(stateMachine?.steps).toEqual(["goals", "research", "structure", "draft", "review", "done"])
      expect(stateMachine?.transitions.filter(({ trigger }) => trigger === "revise").map(({ dest, sources }) => [sources, dest]))
        .toEqual([[["draft"], "structure"], [["review"], "draft"]])
    }))

  it.scoped("D-13 I-22 it names the types that ship and the folders that the project has for its own", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const shipped = ["documentation", "plan", "research", "software-dev"]
      expect(yield* (yield* registryAt(root)).types).toEqual(shipped)
      writeFiles(root, [[`${folder}/own/mission.yaml`, "x"], [`${folder}/plan/mission.yaml`, "x"], [`${folder}/.hidden/mission.yaml`, "x"], [`${folder}/a-file`, ""]])
      expect(yield* (yield* registryAt(root)).types).toEqual([...shipped.slice(0, 1), "own", ...shipped.slice(1)])
    }))

  const file = `${folder}/software-dev/expected-artifacts.yaml`
  it.scoped.each<[string, string, number | null, string, RegExp]>([
    ["a class that is none", manifest("optional_always:\n  - artifact_key: a.b\n    artifact_class: other\n    path_pattern: x.md\n"), 6, "optional_always[0].artifact_class", /./],
    ["a missing pattern", manifest("required_by_step:\n  plan:\n    - artifact_key: a.b\n      artifact_class: input\n"), 6, "required_by_step.plan[0].path_pattern", /missing/],
    ["a misspelt key", manifest("required_always:\n  - artifact_key: a.b\n    artifact_class: input\n    path_pattern: x\n    blockng: true\n"), 8, "required_always[0].blockng", /./],
    ["a pattern that leaves", manifest("required_always:\n  - artifact_key: a.b\n    artifact_class: input\n    path_pattern: ../x\n"), 7, "required_always[0].path_pattern", /inside the mission/],
    ["two patterns of one key", manifest("required_always:\n  - {artifact_key: a, artifact_class: input, path_pattern: x}\n  - {artifact_key: a, artifact_class: input, path_pattern: y}\n"), 6, "required_always[1].artifact_key", /already stands for x/],
    ["a step that is none", manifest("required_by_step:\n  plan: []\n  planing: []\n"), 6, "required_by_step.planing", /no such state/],
    ["the shipped version", manifest("", '"1"'), 3, "manifest_version", /one of its own/],
    ["a number for a version", manifest("", "2"), 3, "manifest_version", /string/],
    ["another type", manifest("", '"x"', "research"), 2, "mission_type", /must be software-dev/],
    ["broken YAML", manifest("required_always: [\n"), 5, "", /not YAML/],
    ["a key twice", manifest("mission_type: x\n"), 4, "", /not YAML/],
    ["no mapping", "- a\n", 1, "", /./],
    ["nothing", "", null, "", /./],
    ["several faults", manifest("optional_always: 3\nrequired_always: 4\n"), 4, "optional_always", /\(and 1 more\)/]
  ])("D-13 %s is refused with file, line and place", ([_what, text, line, pointer, detail]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(definitionOf("software-dev", { "expected-artifacts.yaml": text }))
      expect({ ...pick(error), line: line === null ? null : error.line }).toEqual(
        { tag: "ManifestInvalid", file, line, pointer, detail: expect.stringMatching(detail) })
    }))

  it.scoped("D-11 D-13 a guard that can't be read is refused with its line", () =>
    Effect.gen(function*() {
      const text = machine("transitions:\n  - trigger: advance\n    source: a\n    dest: b\n    conditions:\n      - artifact_exists(spec.md)\n")
      const error = yield* Effect.flip(definitionOf("own", { "mission.yaml": text }))
      expect(error).toMatchObject({ line: 9, pointer: "transitions[0].conditions[0]", file: `${folder}/own/mission.yaml` })
    }))

  it.scoped("D-13 aliases are followed, but not to where they explode", () =>
    Effect.gen(function*() {
      const shared = manifest("required_by_step:\n  plan: &plan\n    - {artifact_key: a.b, artifact_class: input, path_pattern: x}\n  review: *plan\n")
      const { manifest: own } = yield* definitionOf("software-dev", { "expected-artifacts.yaml": shared })
      expect(own?.entries.map(({ step }) => step)).toEqual(["plan", "review"])
      const levels = Array.from({ length: 12 }, (_, level) => `l${level}: &l${level} [${`*l${level - 1}, `.repeat(9)}]`).slice(1)
      const bomb = `l0: &l0 [x]\n${levels.join("\n")}\n${manifest("")}`
      expect(yield* Effect.flip(definitionOf("software-dev", { "expected-artifacts.yaml": bomb }))).toMatchObject({ detail: /aliases/ })
      const deep = `${"[".repeat(50_000)}\n`
      expect(yield* Effect.flip(definitionOf("software-dev", { "expected-artifacts.yaml": deep }))).toMatchObject({ _tag: "ManifestInvalid" })
    }))

  it.scoped("G-F1 G-F2 a FIFO, a symlink and a huge file in the override's place are refused, at once", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const place = (type: string) => path.join(root, folder, type, "expected-artifacts.yaml")
      writeFiles(root, [["secret", "canary"], [`${folder}/a/x`, ""], [`${folder}/b/x`, ""], [`${folder}/c/expected-artifacts.yaml`, " ".repeat(300_000)]])
      execFileSync("mkfifo", [place("a")])
      fs.symlinkSync(path.join(root, "secret"), place("b"))
      const registry = yield* registryAt(root)
      const details = yield* Effect.forEach(["a", "b", "c"], (type) => Effect.map(Effect.flip(registry.definition(type)), ({ detail }) => detail))
      expect(details).toEqual(["it is not a regular file", "it is a symbolic link", "it is larger than 262144 bytes"])
    }))

  it.scoped("D-10 each type is read once per layer", () =>
    Effect.gen(function*() {
      const root = yield* temporaryFolder
      const registry = yield* registryAt(root)
      const first = yield* registry.definition("research")
      writeFiles(root, [[`${folder}/research/expected-artifacts.yaml`, "broken: ["]])
      expect(yield* registry.definition("research")).toBe(first)
    }))
})
