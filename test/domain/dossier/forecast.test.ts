import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"
import { parse } from "yaml"
import { forecast, type ForecastInput } from "../../../src/domain/dossier/forecast.js"
import { Manifest } from "../../../src/domain/dossier/Manifest.js"
import { stepFactsOf } from "../../../src/domain/dossier/stepFacts.js"
import type { Lane } from "../../../src/domain/mission/Lane.js"
import { deriveStep } from "../../../src/domain/mission/missionStep.js"
import { MissionYaml, stateMachineOf } from "../../../src/domain/mission/StateMachine.js"

const shipped = (type: string, file: string): unknown =>
  parse(readFileSync(new URL(`../../../contracts/missions/${type}/${file}`, import.meta.url), "utf8"))
const machineOf = (yaml: unknown) => Either.getOrThrow(stateMachineOf(Schema.decodeUnknownSync(MissionYaml)(yaml)))

interface Files {
  readonly paths?: ReadonlyArray<string>
  readonly lanes?: Readonly<Record<string, Lane>>
  readonly events?: Readonly<Record<string, number>>
}

/** The forecast at the step that these files lead to. */
const at = (machine: ReturnType<typeof machineOf>, manifest: Manifest | null, { events = {}, lanes = {}, paths = [] }: Files) => {
  const facts = stepFactsOf(
    paths.map((relative_path) => ({ relative_path, is_present: true })),
    { lanes: new Map(Object.entries(lanes)), eventCounts: new Map(Object.entries(events)) },
    manifest
  )
  return forecast({ machine, manifest, facts, step: deriveStep(machine, facts) })
}
const ofType = (type: string, files: Files) =>
  at(machineOf(shipped(type, "mission.yaml")), Schema.decodeUnknownSync(Manifest)(shipped(type, "expected-artifacts.yaml")), files)

describe("N-13 what it takes to leave a step", () => {
  it.each<[string, string, Files, unknown]>([
    ["the file of a file guard", "software-dev", {}, { step: "specify", next_step: "plan", needs: [{ kind: "file", path: "spec.md" }] }],
    ["of several files those that are absent", "software-dev", { paths: ["spec.md", "plan.md"] },
      { step: "plan", next_step: "implement", needs: [{ kind: "file", path: "tasks.md" }] }],
    ["the work packages in other lanes, canceled ones aside", "software-dev",
      { paths: ["spec.md", "plan.md", "tasks.md", "tasks/WP03-c.md"], lanes: { WP01: "done", WP02: "for_review", WP04: "canceled" } },
      { step: "implement", next_step: "review", needs: [{ kind: "work_packages", lane: "done", elsewhere: [{ wp_id: "WP03", lane: "planned" }, { wp_id: "WP02", lane: "for_review" }] }] }],
    ["that there are no work packages at all", "software-dev", { paths: ["spec.md", "plan.md", "tasks.md"] },
      { step: "implement", next_step: "review", needs: [{ kind: "work_packages", lane: "done", elsewhere: [] }] }],
    ["a decision that files can't tell", "software-dev", { paths: ["spec.md", "plan.md", "tasks.md"], lanes: { WP01: "done" } },
      { step: "review", next_step: "done", needs: [{ kind: "decision", name: "review_approved" }] }],
    ["how many events are there", "research", { paths: ["spec.md", "plan.md"], events: { source_documented: 2 } },
      { step: "gathering", next_step: "synthesis", needs: [{ kind: "events", type: "source_documented", there: 2, wanted: 3 }] }],
    ["the manifest's blocking artifacts of the step", "documentation", { paths: ["spec.md", "plan.md"] },
      { step: "audit", next_step: "design", needs: [{ kind: "file", path: "tasks.md" }, { kind: "file", path: "gap-analysis.md" }] }],
    ["nothing in the last step", "documentation", { paths: ["spec.md", "plan.md", "tasks.md", "gap-analysis.md"] },
      { step: "publish", next_step: null, needs: [] }]
  ])("names %s", (_, type, files, expected) => {
    expect(ofType(type, files)).toEqual(expected)
  })

  const own = (transitions: ReadonlyArray<object>) =>
    machineOf({ mission: { name: "own" }, initial: "a", states: [{ name: "a" }, { name: "b" }, { name: "c" }], transitions })

  it("of two ways on, the one that needs less; and what must not hold", () => {
    const machine = own([
      { trigger: "advance", source: "a", dest: "b", conditions: ["artifact_exists(\"x.md\")", "artifact_exists(\"y.md\")"] },
      { trigger: "advance", source: "a", dest: "c", unless: ["any_wp_status(\"blocked\")"] },
      { trigger: "rework", source: "a", dest: "b" }
    ])
    expect(at(machine, null, { lanes: { WP01: "blocked" } }))
      .toEqual({ step: "a", next_step: "c", needs: [{ kind: "must_not_hold", what: "a work package is blocked" }] })
  })

  it("is nothing for a type without a state machine or a step", () => {
    const facts: ForecastInput["facts"] = stepFactsOf([], { lanes: new Map(), eventCounts: new Map() }, null)
    expect(forecast({ machine: null, manifest: null, step: "plan", facts })).toBeNull()
    expect(forecast({ machine: own([]), manifest: null, step: null, facts })).toBeNull()
  })
})
