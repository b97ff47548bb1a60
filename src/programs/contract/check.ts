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

/** An envelope with its payload, and a request of several. Beside them, every context of the contract. */
export const composed = ["event", "batch"] as const

/** What a payload shows itself to be, by the field that nothing else has. */
const shownBy: ReadonlyArray<readonly [field: string, context: string]> = [
  ["events", "batch"], ["event_type", "event"], ["content_body", "body_sync"]
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

/** The events of a batch, each judged as if it came alone: that a receiver takes all or none is another matter. */
const judgeBatch = Effect.fn("contractCheck.batch")(function*(batch: unknown) {
  const events = Predicate.isRecord(batch) ? batch["events"] : undefined
  if (!Array.isArray(events)) {
    const missing: Violations = [{ pointer: "/events", rule: "must be a list" }]
    return { payloads: 0, violations: missing }
  }
  const found = yield* Effect.forEach(events, (event, index) =>
    Effect.map(judgeEvent(event), (violations) =>
      violations.map(({ pointer, rule }) => ({ pointer: `/events/${index}${pointer}`, rule }))))
  return { payloads: events.length, violations: found.flat() }
})

const judge = Effect.fn("contractCheck.judge")(function*(context: string, payload: unknown) {
  switch (context) {
    case "batch":
      return yield* judgeBatch(payload)
    case "event":
      return { payloads: 1, violations: yield* judgeEvent(payload) }
    default:
      return { payloads: 1, violations: yield* violationsOf((yield* ContractGate).check(context, payload)) }
  }
})

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
