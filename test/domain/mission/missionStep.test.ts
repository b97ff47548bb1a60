import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import { parse } from "yaml"
import { blockingPresent } from "../../../src/domain/dossier/completeness.js"
import { parseGuard } from "../../../src/domain/mission/guards.js"
import type { Lane } from "../../../src/domain/mission/Lane.js"
import { deriveStep, resolveStep } from "../../../src/domain/mission/missionStep.js"
import { MissionYaml, type StateMachine, stateMachineOf } from "../../../src/domain/mission/StateMachine.js"
import { path, shipped } from "../dossier/dossiers.js"

type Type = "software-dev" | "research" | "documentation"

const machineOf = (yaml: unknown) => stateMachineOf(Schema.decodeUnknownSync(MissionYaml)(yaml))
const shippedMachine = (type: Type): StateMachine =>
  Either.getOrThrow(machineOf(parse(fs.readFileSync(new URL(`../../../contracts/missions/${type}/mission.yaml`, import.meta.url), "utf8"))))

interface Given {
  readonly lanes?: { readonly [wp: string]: Lane }
  readonly events?: { readonly [type: string]: number }
}
const factsOf = (type: Type, paths: ReadonlyArray<string>, { events = {}, lanes = {} }: Given = {}) => ({
  paths: new Set(paths.map(path)),
  lanes: new Map(Object.entries(lanes)),
  eventCounts: new Map(Object.entries(events)),
  blockingPresent: (step: string) => blockingPresent(shipped(type), paths, step)
})
const stepOf = (type: Type, paths: ReadonlyArray<string>, given: Given = {}) =>
  deriveStep(shippedMachine(type), factsOf(type, paths, given))

describe("deriveStep", () => {
  const planned = ["spec.md", "plan.md", "tasks.md"]
  it.each<[Type, ReadonlyArray<string>, Given, string]>([
    ["software-dev", [], {}, "specify"],
    ["software-dev", ["spec.md"], {}, "plan"],
    ["software-dev", ["spec.md", "plan.md"], {}, "plan"],
    ["software-dev", ["plan.md", "tasks.md"], {}, "specify"],
    ["software-dev", planned, {}, "implement"],
    ["software-dev", planned, { lanes: { WP01: "done", WP02: "approved" } }, "implement"],
    ["software-dev", planned, { lanes: { WP01: "done", WP02: "canceled" } }, "review"],
    ["software-dev", planned, { lanes: { WP01: "canceled" } }, "implement"],
    ["software-dev", [...planned, "tasks/WP01-a.md", "tasks/WP02-b.md"], { lanes: { WP01: "done" } }, "implement"],
    ["software-dev", [...planned, "tasks/WP01-a.md"], { lanes: { WP01: "done" } }, "review"],
    ["research", ["spec.md", "plan.md"], { events: { source_documented: 2 } }, "gathering"],
    ["research", ["spec.md", "plan.md"], { events: { source_documented: 3 } }, "synthesis"],
    ["research", ["spec.md", "plan.md", "findings.md"], { events: { source_documented: 4 } }, "output"],
    ["documentation", [], {}, "discover"],
    ["documentation", ["spec.md"], {}, "audit"],
    ["documentation", [...planned, "docs/a.md"], {}, "audit"],
    ["documentation", [...planned, "gap-analysis.md"], {}, "publish"]
  ])("D-11 %s with %j and %j is at the step %4$s", (type, paths, given, step) => {
    expect(stepOf(type, paths, given)).toBe(step)
  })

  const circle = { mission: { name: "x" }, initial: "a", states: [{ name: "a" }, { name: "b" }] }
  const transition = (source: string | ReadonlyArray<string>, dest: string, more: object = {}) =>
    ({ trigger: "advance", source, dest, ...more })
  const at = (transitions: ReadonlyArray<object>, more: object = {}) =>
    Either.map(machineOf({ ...circle, transitions, ...more }), (machine) => deriveStep(machine, factsOf("research", ["contracts/api.yaml"])))

  it("D-11 a circle ends, other triggers are not followed, unless holds back", () => {
    expect(at([transition("a", "b"), transition("b", "a")])).toEqual(Either.right("a"))
    expect(at([transition("a", "b", { trigger: "rework" })])).toEqual(Either.right("a"))
    expect(at([transition("a", "b", { unless: ['artifact_exists("contracts/")'] })])).toEqual(Either.right("a"))
    expect(at([transition("a", "b", { unless: ['gate_passed("x")'] })])).toEqual(Either.right("a"))
    expect(at([transition(["b", "a"], "b", { conditions: ["has_api"] })], { guards: { has_api: { check: "artifact_exists('contracts')" } } }))
      .toEqual(Either.right("b"))
  })

  it.each([
    [[transition("a", "c")], ["transitions", 0, "dest"], /no state c/],
    [[transition("z", "b")], ["transitions", 0, "source"], /no state z/],
    [[transition("a", "b", { conditions: ["x()"] })], ["transitions", 0, "conditions", 0], /is none of/],
    [[transition("a", "b", { conditions: ['all_wp_status("finished")'] })], ["transitions", 0, "conditions", 0], /one lane/]
  ])("D-13 a machine that names what it does not have is refused with the place: %j", (transitions, place, detail) => {
    const fault = Either.flip(at(transitions))
    expect(Either.getOrNull(fault)).toMatchObject({ path: place, detail: expect.stringMatching(detail) })
  })

  it("D-13 initial must be a state, and a state stands there once", () => {
    expect(Either.isLeft(at([], { initial: "z" }))).toBe(true)
    expect(Either.isLeft(at([], { states: [{ name: "a" }, { name: "a" }] }))).toBe(true)
  })
})

describe("resolveStep", () => {
  const facts = factsOf("software-dev", ["spec.md"])
  const machine = shippedMachine("software-dev")
  const resolve = (asked: string | null, chosen: StateMachine | null = machine) =>
    resolveStep({ machine: chosen, missionType: "software-dev", asked, facts })

  it("D-11 the asked-for step, else the derived one, else none", () => {
    expect(resolve("review")).toEqual(Either.right("review"))
    expect(resolve(null)).toEqual(Either.right("plan"))
    expect(resolve(null, null)).toEqual(Either.right(null))
  })

  it("D-11 a step the machine does not have is an error that names those it has", () => {
    const unknown = Either.flip(resolve("planing"))
    expect(Either.getOrNull(unknown)).toMatchObject({
      _tag: "StepUnknown", why: "its steps are discovery, specify, plan, implement, review, done"
    })
    const without = Either.flip(resolve("plan", null))
    expect(Either.getOrNull(without)?.why).toBe("this mission type has no state machine")
  })
})

describe("parseGuard", () => {
  it.each([
    ['artifact_exists("spec.md")', { _tag: "ArtifactExists", path: "spec.md" }],
    ["event_count( 'source, \"x\"' , 3 )", { _tag: "EventCount", type: 'source, "x"', atLeast: 3 }],
    ['any_wp_status("in_review")', { _tag: "AnyWpStatus", lane: "in_review" }],
    ['gate_passed("ok")', { _tag: "GatePassed", name: "ok" }],
    ['input_provided("x")', { _tag: "InputProvided", name: "x" }],
    ["blocking_artifacts_present()", { _tag: "BlockingArtifactsPresent" }]
  ])("D-11 reads %s", (text, guard) => {
    expect(Either.getOrNull(parseGuard(text))).toMatchObject(guard)
  })

  it.each([
    "", "spec.md", "artifact_exists", "artifact_exists()", 'artifact_exists("a", "b")', "artifact_exists(a)",
    'artifact_exists("a",)', 'event_count("t")', 'event_count("t", -1)', 'event_count(3, "t")', "unknown(1)",
    "constructor()", 'blocking_artifacts_present("x")', 'artifact_exists("a") or true'
  ])("D-13 refuses %j", (text) => {
    expect(Either.isLeft(parseGuard(text))).toBe(true)
  })
})
