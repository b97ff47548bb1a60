import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { StepName } from "../dossier/Manifest.js"
import { type Guard, parseGuard } from "./guards.js"

const names = Schema.optionalWith(Schema.Array(Schema.String), { exact: true, default: () => [] })

/** `mission.yaml`, the keys that we read: a state's or transition's other keys, inputs and outputs are for others. */
export const MissionYaml = Schema.Struct({
  mission: Schema.Struct({ name: Schema.NonEmptyString }),
  initial: StepName,
  states: Schema.NonEmptyArray(Schema.Struct({ name: StepName })),
  transitions: Schema.Array(Schema.Struct({
    trigger: Schema.NonEmptyString,
    source: Schema.Union(StepName, Schema.NonEmptyArray(StepName)),
    dest: StepName,
    /** Each the name of a guard below, or a guard itself: `artifact_exists("spec.md")`. */
    conditions: names,
    /** The same; none of them may hold. */
    unless: names
  })),
  guards: Schema.optionalWith(
    Schema.Record({ key: Schema.String, value: Schema.Struct({ check: Schema.String }) }),
    { exact: true, default: () => ({}) }
  )
})
export type MissionYaml = typeof MissionYaml.Type

export interface Transition {
  readonly trigger: string
  readonly sources: ReadonlyArray<string>
  readonly dest: string
  readonly conditions: ReadonlyArray<Guard>
  readonly unless: ReadonlyArray<Guard>
}

/** The steps of a mission type and what leads from one to the next. Every step that a transition names exists. */
export interface StateMachine {
  readonly name: string
  readonly initial: string
  /** In the order of the file. */
  readonly steps: ReadonlyArray<string>
  readonly transitions: ReadonlyArray<Transition>
}

/** What is wrong with a `mission.yaml` whose shape is right, and where. */
export interface MachineFault {
  readonly path: ReadonlyArray<PropertyKey>
  readonly detail: string
}

type Found<A> = Either.Either<A, MachineFault>

const known = (steps: ReadonlySet<string>, step: string, path: ReadonlyArray<PropertyKey>): Found<string> =>
  steps.has(step)
    ? Either.right(step)
    : Either.left({ path, detail: `there is no state ${step}; the states are ${[...steps].join(", ")}` })

const transitionOf = (yaml: MissionYaml, steps: ReadonlySet<string>, index: number): Found<Transition> =>
  Either.gen(function*() {
    const path = ["transitions", index]
    const transition = yield* Either.fromNullable(
      yaml.transitions[index],
      (): MachineFault => ({ path, detail: "there is no such transition" })
    )
    const guardsOf = (key: "conditions" | "unless") =>
      Either.all(transition[key].map((text, position) => {
        const check = Object.hasOwn(yaml.guards, text) ? yaml.guards[text]?.check ?? text : text
        return Either.mapLeft(parseGuard(check), (detail): MachineFault => ({ path: [...path, key, position], detail }))
      }))
    const { dest, source, trigger } = transition
    const sources = typeof source === "string" ? [source] : source
    yield* Either.all(sources.map((step) => known(steps, step, [...path, "source"])))
    yield* known(steps, dest, [...path, "dest"])
    return { trigger, sources, dest, conditions: yield* guardsOf("conditions"), unless: yield* guardsOf("unless") }
  })

/** Parses the guards and checks that every step named by the file is one of its states. */
export const stateMachineOf = (yaml: MissionYaml): Found<StateMachine> =>
  Either.gen(function*() {
    const steps = yaml.states.map(({ name }) => name)
    const unique = new Set(steps)
    const twin = steps.findIndex((step, index) => steps.indexOf(step) !== index)
    if (twin !== -1) return yield* Either.left({ path: ["states", twin, "name"], detail: "this state stands there twice" })
    const initial = yield* known(unique, yaml.initial, ["initial"])
    const transitions = yield* Either.all(yaml.transitions.map((_, index) => transitionOf(yaml, unique, index)))
    return { name: yaml.mission.name, initial, steps, transitions }
  })
