import * as Data from "effect/Data"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { Lane } from "./Lane.js"

/**
 * A condition on a transition of a mission's state machine. `GatePassed` and `InputProvided` are questions that a
 * mission's files can't answer. `BlockingArtifactsPresent` is our own: every blocking artifact that the manifest asks
 * for in the step being left is there.
 */
export type Guard = Data.TaggedEnum<{
  ArtifactExists: { readonly path: string }
  GatePassed: { readonly name: string }
  AllWpStatus: { readonly lane: Lane }
  AnyWpStatus: { readonly lane: Lane }
  InputProvided: { readonly name: string }
  EventCount: { readonly type: string; readonly atLeast: number }
  BlockingArtifactsPresent: {}
}>
export const Guard = Data.taggedEnum<Guard>()

type Argument = string | number
type Parsed = Either.Either<Guard, string>

const isLane = Schema.is(Lane)

const withText = (make: (text: string) => Guard) => (args: ReadonlyArray<Argument>): Parsed => {
  const [text] = args
  return args.length === 1 && typeof text === "string" && text !== ""
    ? Either.right(make(text))
    : Either.left("takes one quoted text")
}

const withLane = (make: (lane: Lane) => Guard) => (args: ReadonlyArray<Argument>): Parsed => {
  const [lane] = args
  return args.length === 1 && isLane(lane)
    ? Either.right(make(lane))
    : Either.left(`takes one lane: ${Lane.literals.join(", ")}`)
}

const functions: ReadonlyMap<string, (args: ReadonlyArray<Argument>) => Parsed> = new Map([
  ["artifact_exists", withText((path) => Guard.ArtifactExists({ path }))],
  ["gate_passed", withText((name) => Guard.GatePassed({ name }))],
  ["all_wp_status", withLane((lane) => Guard.AllWpStatus({ lane }))],
  ["any_wp_status", withLane((lane) => Guard.AnyWpStatus({ lane }))],
  ["input_provided", withText((name) => Guard.InputProvided({ name }))],
  ["event_count", (args) => {
    const [type, atLeast] = args
    return args.length === 2 && typeof type === "string" && typeof atLeast === "number"
      ? Either.right(Guard.EventCount({ type, atLeast }))
      : Either.left("takes a quoted event type and a number")
  }],
  ["blocking_artifacts_present", (args) =>
    args.length === 0 ? Either.right(Guard.BlockingArtifactsPresent()) : Either.left("takes nothing")]
])

const call = /^\s*([A-Za-z_]\w*)\s*\((.*)\)\s*$/s
const argument = /\s*(?:"([^"]*)"|'([^']*)'|(\d+))\s*(,|$)/y

/** Null where the text between the brackets is no list of quoted texts and whole numbers. */
const parseArguments = (text: string): ReadonlyArray<Argument> | null => {
  const args: Array<Argument> = []
  if (text.trim() === "") return args
  argument.lastIndex = 0
  for (;;) {
    const match = argument.exec(text)
    if (match === null) return null
    args.push(match[3] === undefined ? match[1] ?? match[2] ?? "" : Number(match[3]))
    if (match[4] !== ",") return args
  }
}

/** Reads `artifact_exists("spec.md")`; on the left, for people, why it can't be read. An unknown function is a fault. */
export const parseGuard = (text: string): Parsed => {
  const [, name = "", inside = ""] = call.exec(text) ?? []
  const make = functions.get(name)
  if (make === undefined) {
    return Either.left(`${JSON.stringify(text)} is none of ${[...functions.keys()].join(", ")}`)
  }
  const args = parseArguments(inside)
  const parsed = args === null ? Either.left("takes quoted texts and whole numbers") : make(args)
  return Either.mapLeft(parsed, (expected) => `${name} ${expected}`)
}
