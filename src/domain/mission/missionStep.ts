import * as Either from "effect/Either"
import type { ArtifactPath } from "../dossier/Artifact.js"
import { wpId } from "../dossier/wpId.js"
import { Guard } from "./guards.js"
import type { Lane } from "./Lane.js"
import { StepUnknown } from "./missionErrors.js"
import type { StateMachine, Transition } from "./StateMachine.js"

/** What a mission's files say about its progress. */
export interface StepFacts {
  /** Paths of the present artifacts. */
  readonly paths: ReadonlySet<ArtifactPath>
  /** Lane of each work package that has a status; one that only has its file under `tasks/` is planned. */
  readonly lanes: ReadonlyMap<string, Lane>
  /** Lines of `mission-events.jsonl` per type. */
  readonly eventCounts: ReadonlyMap<string, number>
  /** Whether every blocking artifact that the manifest asks for in this step is present. */
  readonly blockingPresent: (step: string) => boolean
}

/** `unanswerable`: no file of a mission says it. */
export type Answer = "yes" | "no" | "unanswerable"
const answer = (holds: boolean): Answer => (holds ? "yes" : "no")

/** The work packages that count, with their lanes: a canceled one is no work. */
export const workPackages = ({ lanes, paths }: StepFacts): ReadonlyMap<string, Lane> => {
  const all = new Map<string, Lane>()
  for (const path of paths) {
    const id = wpId(path)
    if (id !== null) all.set(id, "planned")
  }
  for (const [id, lane] of lanes) all.set(id, lane)
  return new Map([...all].filter(([, lane]) => lane !== "canceled"))
}
const lanesOf = (facts: StepFacts): ReadonlyArray<Lane> => [...workPackages(facts).values()]

/** A folder exists where a file below it does. */
const exists = (paths: ReadonlySet<string>, path: string): boolean => {
  const wanted = path.replace(/\/+$/, "")
  return paths.has(wanted) || [...paths].some((candidate) => candidate.startsWith(`${wanted}/`))
}

/** Whether a guard of a transition out of `step` holds, as far as files tell. */
export const askGuard = (guard: Guard, step: string, facts: StepFacts): Answer =>
  Guard.$match(guard, {
    ArtifactExists: ({ path }) => answer(exists(facts.paths, path)),
    AllWpStatus: ({ lane }) => {
      const lanes = lanesOf(facts)
      return answer(lanes.length > 0 && lanes.every((each) => each === lane))
    },
    AnyWpStatus: ({ lane }) => answer(lanesOf(facts).includes(lane)),
    EventCount: ({ atLeast, type }) => answer((facts.eventCounts.get(type) ?? 0) >= atLeast),
    BlockingArtifactsPresent: () => answer(facts.blockingPresent(step)),
    GatePassed: (): Answer => "unanswerable",
    InputProvided: (): Answer => "unanswerable"
  })

const holds = ({ conditions, unless }: Transition, step: string, facts: StepFacts): boolean =>
  conditions.every((guard) => askGuard(guard, step, facts) === "yes") &&
  unless.every((guard) => askGuard(guard, step, facts) === "no")

/**
 * The step a mission is at: from the initial one, forward through `advance` transitions for as long as their guards
 * hold. It stays where a guard can't be answered from files. Other triggers (`rework`) are a person's choice. A machine
 * that leads in a circle ends at the first step seen twice.
 */
export const deriveStep = (machine: StateMachine, facts: StepFacts): string => {
  const seen = new Set<string>()
  let step = machine.initial
  while (!seen.has(step)) {
    seen.add(step)
    const here = step
    const next = machine.transitions.find((transition) =>
      transition.trigger === "advance" && transition.sources.includes(here) && holds(transition, here, facts)
    )
    if (next === undefined) return step
    step = next.dest
  }
  return step
}

/** The asked-for step if the mission type has it, else the derived one; null for a type without a state machine. */
export const resolveStep = (input: {
  readonly machine: StateMachine | null
  readonly missionType: string
  /** `--step`; null derives the step. */
  readonly asked: string | null
  readonly facts: StepFacts
}): Either.Either<string | null, StepUnknown> => {
  const { asked, facts, machine, missionType } = input
  if (asked === null) return Either.right(machine === null ? null : deriveStep(machine, facts))
  const steps = machine?.steps ?? []
  return steps.includes(asked) ? Either.right(asked) : Either.left(new StepUnknown({ step: asked, missionType, steps }))
}
