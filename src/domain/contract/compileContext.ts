import * as Array from "effect/Array"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { compileShape, type Judge } from "./compileShape.js"
import type { ContractContext, FieldRule } from "./ContractDocument.js"
import type { ContractViolation } from "./ContractViolations.js"
import { type Fields, keepsRule } from "./fieldRules.js"
import { type Finding, retiredField } from "./forbiddenNames.js"
import { violationsOf } from "./violationsOf.js"

const strict = { errors: "all", onExcessProperty: "error" } as const

const brokenShape = {
  onLeft: (issue: ParseResult.ParseIssue) => [issue],
  onRight: () => Array.empty<ParseResult.ParseIssue>()
}

const brokenRules = (rules: ReadonlyArray<FieldRule>, payload: Fields): ReadonlyArray<Finding> =>
  rules.filter((rule) => !keepsRule(rule, payload)).map((rule) => ({ path: [rule.then.field], message: rule.says }))

/**
 * One context as one Effect Schema. It judges shape, retired names and rules between fields side by side, because a
 * filter behind the shape would stay silent wherever the shape is broken, and one look has to report everything.
 */
export const compileContext = (
  context: ContractContext,
  namesIn: (payload: unknown) => ReadonlyArray<Finding>
): Judge => {
  const validateShape = ParseResult.validateEither(compileShape(context.shape), strict)
  const findings = (payload: unknown): ReadonlyArray<Finding> => {
    if (!Predicate.isRecord(payload)) return namesIn(payload)
    const own = context.forbidden.filter((key) => Object.hasOwn(payload, key))
      .map((key) => ({ path: [key], message: retiredField }))
    return [...own, ...namesIn(payload), ...brokenRules(context.rules, payload)]
  }
  return Schema.Unknown.pipe(
    Schema.filter((payload) => [...Either.match(validateShape(payload), brokenShape), ...findings(payload)])
  )
}

/** Every violation of `payload`, none where it keeps the contract. Built once per Schema. */
export const violationsBy = (schema: Judge): (payload: unknown) => ReadonlyArray<ContractViolation> => {
  const validate = ParseResult.validateEither(schema, strict)
  return (payload) => Either.match(validate(payload), { onLeft: violationsOf, onRight: () => Array.empty() })
}
