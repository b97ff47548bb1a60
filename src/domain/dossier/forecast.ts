import * as Schema from "effect/Schema"
import { Guard } from "../mission/guards.js"
import { Lane } from "../mission/Lane.js"
import { askGuard, type StepFacts, workPackages } from "../mission/missionStep.js"
import type { StateMachine, Transition } from "../mission/StateMachine.js"
import type { Manifest } from "./Manifest.js"
import { requiredAt } from "./requirement.js"

/** A work package and the lane it is in. */
const WorkPackage = Schema.Struct({ wp_id: Schema.String, lane: Lane })

/** One thing that keeps a mission in its step. */
export const Need = Schema.Union(
  /** This file, or for a manifest's pattern one that fits it, is not there. */
  Schema.Struct({ kind: Schema.Literal("file"), path: Schema.String }),
  /** All work packages have to be in this lane, and these are not; an empty list where there are none at all. */
  Schema.Struct({ kind: Schema.Literal("work_packages"), lane: Lane, elsewhere: Schema.Array(WorkPackage) }),
  /** At least one work package has to be in this lane. */
  Schema.Struct({ kind: Schema.Literal("any_work_package"), lane: Lane }),
  /** Lines of this type in `mission-events.jsonl`. */
  Schema.Struct({ kind: Schema.Literal("events"), type: Schema.String, there: Schema.Int, wanted: Schema.Int }),
  /** Somebody's decision, which no file of the mission tells. */
  Schema.Struct({ kind: Schema.Literal("decision"), name: Schema.String }),
  /** Something holds that must not, for people. */
  Schema.Struct({ kind: Schema.Literal("must_not_hold"), what: Schema.String })
)
export type Need = typeof Need.Type

/** What it still takes to leave a step (N-13). Without needs the step is left as soon as somebody looks. */
export const Forecast = Schema.Struct({
  step: Schema.String,
  /** The step that comes then; null where this is the last. */
  next_step: Schema.NullOr(Schema.String),
  needs: Schema.Array(Need)
})
export type Forecast = typeof Forecast.Type

/** What a forecast is made from. */
export interface ForecastInput {
  readonly machine: StateMachine | null
  readonly manifest: Manifest | null
  /** The step that the mission is at, as it was derived or asked for. */
  readonly step: string | null
  readonly facts: StepFacts
}

const absentFiles = ({ facts, manifest }: ForecastInput, step: string): ReadonlyArray<Need> =>
  requiredAt(manifest, step)
    .filter(({ artifact, blocking }) => blocking && ![...facts.paths].some((path) => artifact.matches(path)))
    .map(({ artifact }) => ({ kind: "file", path: artifact.path_pattern }))

const one = (need: Need): ReadonlyArray<Need> => [need]

/** What would make a guard hold that does not, or that files can't answer. */
const needsOf = (guard: Guard, step: string, input: ForecastInput): ReadonlyArray<Need> =>
  Guard.$match(guard, {
    ArtifactExists: ({ path }) => one({ kind: "file", path }),
    AllWpStatus: ({ lane }) =>
      one({
        kind: "work_packages",
        lane,
        elsewhere: [...workPackages(input.facts)].flatMap(([wp_id, each]) => each === lane ? [] : [{ wp_id, lane: each }])
      }),
    AnyWpStatus: ({ lane }) => one({ kind: "any_work_package", lane }),
    EventCount: ({ atLeast, type }) =>
      one({ kind: "events", type, there: input.facts.eventCounts.get(type) ?? 0, wanted: atLeast }),
    BlockingArtifactsPresent: () => absentFiles(input, step),
    GatePassed: ({ name }) => one({ kind: "decision", name }),
    InputProvided: ({ name }) => one({ kind: "decision", name })
  })

const needsOfTransition = ({ conditions, unless }: Transition, step: string, input: ForecastInput): ReadonlyArray<Need> => [
  ...conditions.flatMap((guard) => askGuard(guard, step, input.facts) === "yes" ? [] : needsOf(guard, step, input)),
  ...unless.flatMap((guard): ReadonlyArray<Need> => {
    const answer = askGuard(guard, step, input.facts)
    if (answer === "no") return []
    return answer === "yes" ? [{ kind: "must_not_hold", what: describeGuard(guard) }] : needsOf(guard, step, input)
  })
]

const describeGuard = (guard: Guard): string =>
  Guard.$match(guard, {
    ArtifactExists: ({ path }) => `${path} exists`,
    AllWpStatus: ({ lane }) => `all work packages are ${lane}`,
    AnyWpStatus: ({ lane }) => `a work package is ${lane}`,
    EventCount: ({ atLeast, type }) => `${atLeast} ${type} events are there`,
    BlockingArtifactsPresent: () => "everything that the step requires is there",
    GatePassed: ({ name }) => name,
    InputProvided: ({ name }) => name
  })

/**
 * What a mission still needs to leave its step, by the same guards that derive the step. Where several transitions lead
 * on, the one that needs least. Null for a mission type without a state machine.
 */
export const forecast = (input: ForecastInput): Forecast | null => {
  const { machine, step } = input
  if (machine === null || step === null) return null
  const ways = machine.transitions
    .filter(({ sources, trigger }) => trigger === "advance" && sources.includes(step))
    .map((transition) => ({ next_step: transition.dest, needs: needsOfTransition(transition, step, input) }))
  const [shortest] = [...ways].sort((one, other) => one.needs.length - other.needs.length)
  return { step, next_step: shortest?.next_step ?? null, needs: shortest?.needs ?? [] }
}
