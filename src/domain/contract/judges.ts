import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import { ContractViolation } from "./ContractViolations.js"
import { distinct } from "./violationsOf.js"

/** By context: every violation of a payload, none where it keeps the contract. */
export type Judges = Record.ReadonlyRecord<string, (payload: unknown) => ReadonlyArray<ContractViolation>>

const unknownContext = [new ContractViolation({ pointer: "", rule: "belongs to no context of the contract" })]

/** Judges a payload in a context; a context that the contract doesn't know refuses everything. */
export const judgeIn = (judges: Judges) => (context: string, payload: unknown): ReadonlyArray<ContractViolation> =>
  Option.match(Record.get(judges, context), {
    onNone: () => unknownContext,
    onSome: (judge) => judge(payload)
  })

/** What was found of an event, and the context that it is told of: the envelope's, where that is broken. */
export interface EventFindings {
  readonly context: string
  readonly violations: ReadonlyArray<ContractViolation>
}

const payloads = "payload/"

/** Judges an envelope, then its payload in the context its type names. All pointers start at the envelope. */
export const judgeEventIn = (judges: Judges): (event: unknown) => EventFindings => {
  const judge = judgeIn(judges)
  const types = Object.keys(judges).filter((name) => name.startsWith(payloads)).map((name) => name.slice(payloads.length))
  const unknownType = new ContractViolation({ pointer: "/event_type", rule: `must be one of ${types.join(", ")}` })

  const inPayload = (type: unknown, payload: unknown): ReadonlyArray<ContractViolation> => {
    if (typeof type !== "string") return []
    if (!types.includes(type)) return [unknownType]
    return judge(`${payloads}${type}`, payload).map(({ pointer, rule }) =>
      new ContractViolation({ pointer: `/payload${pointer}`, rule })
    )
  }
  return (event) => {
    const { event_type: type, payload } = Predicate.isRecord(event) ? event : {}
    const envelope = judge("envelope", event)
    return {
      context: envelope.length > 0 || typeof type !== "string" ? "envelope" : `${payloads}${type}`,
      violations: distinct([...envelope, ...inPayload(type, payload)])
    }
  }
}
