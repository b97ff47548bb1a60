import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import { ContextUnknown } from "../../domain/contract/ContextUnknown.js"
import type { ContractViolation, ContractViolations } from "../../domain/contract/ContractViolations.js"
import { type CheckedViolation, ContractCheck } from "../../domain/contract/ContractReports.js"
import { fixFor } from "../../domain/contract/fixFor.js"
import { parseJson, requireSingleKeys } from "../../domain/contract/jsonText.js"
import { pinnedContract } from "../../domain/contract/pinnedContract.js"
import type { Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import { jsonFaultLine } from "../../domain/mission/jsonFault.js"
import { ContractGate } from "../../services/ContractGate.js"
import { PayloadSource } from "../../services/PayloadSource.js"

/** Which payload is checked, and as what. */
export interface ContractCheckRequest {
  /** File, or `-` for standard input. */
  readonly source: string
  /** Null: what the payload shows itself to be. */
  readonly context: string | null
}

/**
 * What holds payloads of the contract, beside its own contexts: an envelope with its payload, a request of several, a
 * request about a tracker binding with its project identity, a fixture of the handoff with the bodies of its requests.
 */
export const composed = ["event", "batch", "bind_request", "fixture"] as const

/** What a payload shows itself to be, by the field that nothing else has. */
const shownBy: ReadonlyArray<readonly [field: string, context: string]> = [
  ["events", "batch"], ["event_type", "event"], ["content_body", "body_sync"], ["project_identity", "bind_request"],
  ["exchanges", "fixture"], ["uuid", "tracker_bind"]
]

const guess = (payload: unknown): string | null =>
  shownBy.find(([field]) => Predicate.isRecord(payload) && Object.hasOwn(payload, field))?.[1] ?? null

type Violations = ReadonlyArray<Pick<ContractViolation, "pointer" | "rule">>

const violationsOf = <A>(verdict: Effect.Effect<A, ContractViolations>): Effect.Effect<Violations> =>
  verdict.pipe(
    Effect.as<Violations>([]),
    Effect.catchTag("ContractViolations", ({ violations }) => Effect.succeed(violations))
  )

const judgeEvent = Effect.fn("contractCheck.event")(function*(event: unknown) {
  return yield* violationsOf((yield* ContractGate).eventText(JSON.stringify(event)))
})

interface Judged {
  /** How many payloads were judged. */
  readonly payloads: number
  readonly violations: Violations
}

/** The same of a payload that stands at `pointer` of another. */
const below = (pointer: string) => ({ payloads, violations }: Judged): Judged => ({
  payloads,
  violations: violations.map((found) => ({ pointer: `${pointer}${found.pointer}`, rule: found.rule }))
})

const together = (all: ReadonlyArray<Judged>): Judged => ({
  payloads: all.reduce((sum, { payloads }) => sum + payloads, 0),
  violations: all.flatMap(({ violations }) => violations)
})

const member = (payload: unknown, name: string): unknown => Predicate.isRecord(payload) ? payload[name] : undefined

type JudgeOne = (item: unknown) => Effect.Effect<Judged, never, ContractGate>

/** Each item of a list by itself: that a receiver takes all of a batch or none is another matter. */
const judgeList = (payload: unknown, name: string, judgeItem: JudgeOne) => {
  const list = member(payload, name)
  const missing: Judged = { payloads: 0, violations: [{ pointer: `/${name}`, rule: "must be a list" }] }
  return Array.isArray(list)
    ? Effect.map(
      Effect.forEach(list, (item, index) => Effect.map(judgeItem(item), below(`/${name}/${index}`))),
      together
    )
    : Effect.succeed(missing)
}

/** A body that is none of the contract's, a sign-in, is no matter of the gate. */
const judgeExchange: JudgeOne = (exchange) => {
  const body = member(member(exchange, "request"), "body")
  const context = guess(body)
  return context === null
    ? Effect.succeed({ payloads: 0, violations: [] })
    : Effect.map(judge(context, body), below("/request/body"))
}

const judge = (context: string, payload: unknown): Effect.Effect<Judged, never, ContractGate> => {
  const alone = (violations: Effect.Effect<Violations, never, ContractGate>): Effect.Effect<Judged, never, ContractGate> =>
    Effect.map(violations, (found) => ({ payloads: 1, violations: found }))
  switch (context) {
    case "batch":
      return judgeList(payload, "events", (event) => alone(judgeEvent(event)))
    case "event":
      return alone(judgeEvent(payload))
    case "bind_request":
      return Effect.map(judge("tracker_bind", member(payload, "project_identity")), below("/project_identity"))
    case "fixture":
      return judgeList(payload, "exchanges", judgeExchange)
    default:
      return alone(Effect.flatMap(ContractGate, (gate) => violationsOf(gate.check(context, payload))))
  }
}

/** What is wrong with the text itself: then nothing else can be said of it. */
const textFault = (text: string): Either.Either<unknown, Violations> =>
  parseJson(text).pipe(
    Either.mapLeft((): Violations => [{ pointer: "", rule: `must be JSON: line ${jsonFaultLine(text)} is not` }]),
    Either.flatMap((read) => requireSingleKeys(read)),
    Either.map(({ parsed }) => parsed)
  )

/** Judges somebody's payload as the gate judges ours: every violation with its place, its rule and what to do (N-11). */
export const checkPayload = Effect.fn("checkPayload")(function*({ context, source }: ContractCheckRequest) {
  const known = [...composed, ...(yield* ContractGate).contexts]
  if (context !== null && !known.includes(context)) return yield* new ContextUnknown({ context, known })
  const payload = textFault(yield* (yield* PayloadSource).read(source))
  const named = context ?? (Either.isRight(payload) ? guess(payload.right) : "event")
  if (named === null) return yield* new ContextUnknown({ context, known })
  const judged = Either.isLeft(payload)
    ? { payloads: 0, violations: payload.left }
    : yield* judge(named, payload.right)
  const violations = judged.violations.map((violation): CheckedViolation => ({
    pointer: violation.pointer,
    rule: violation.rule,
    fix: fixFor(violation)
  }))
  const outcome: Outcome<ContractCheck> = {
    data: new ContractCheck({
      source,
      contract_version: pinnedContract.version,
      context: named,
      payloads: judged.payloads,
      valid: violations.length === 0,
      violations
    }),
    diagnostics: [],
    exitCode: exitCodeOf(violations.length === 0 ? [] : ["findings"]),
    next: violations.length === 0 || composed.some((name) => name === named) ? [] : [`spec-kitty contract show ${named}`]
  }
  return outcome
})
