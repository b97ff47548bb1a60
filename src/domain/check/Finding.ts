import * as Order from "effect/Order"
import * as Schema from "effect/Schema"
import { codePointOrder } from "../dossier/codePointOrder.js"
import { CheckRequirement } from "./CheckRequirement.js"
import { RuleId } from "./rules.js"

/** `error` fails a check, `warning` fails it with `--strict`, `note` never does. */
export const Severity = Schema.Literal("error", "warning", "note")
export type Severity = typeof Severity.Type

const Position = Schema.NullOr(Schema.Int.pipe(Schema.positive()))

/** One thing that `check` found, at one place. */
export class Finding extends Schema.Class<Finding>("spec-kitty/check/Finding")({
  rule_id: RuleId,
  /** What it is judged under. */
  requirement: CheckRequirement,
  severity: Severity,
  /** One sentence; line and column are not in it. */
  message: Schema.NonEmptyString,
  /** Relative to the repository's root, with `/`; what is missing is named as it should be. */
  path: Schema.NonEmptyString,
  /** 1-based; null where it is about the whole file. */
  line: Position,
  /** 1-based, in characters; null without a line. */
  column: Position,
  /** Null where it is about no one mission: a manifest, the selection. */
  mission_slug: Schema.NullOr(Schema.String),
  /** What to do about it; null where nothing is to be done. */
  fix: Schema.NullOr(Schema.String)
}) {}

export type FindingFields = typeof Finding.Type

/** A finding about a whole file, unless `fields` say where in it. */
export const finding = (
  fields: Omit<FindingFields, "line" | "column"> & { readonly line?: number | null; readonly column?: number | null }
): Finding => new Finding({ line: null, column: null, ...fields })

/** Whether it makes the check fail. */
export const fails = ({ severity }: Finding, strict: boolean): boolean =>
  severity === "error" || (strict && severity === "warning")

/** By place, as a person reads; then by rule and words, so that the order is one. */
export const byPlace: Order.Order<Finding> = Order.combineAll([
  Order.mapInput(codePointOrder, ({ path }: Finding) => path),
  Order.mapInput(Order.number, ({ line }: Finding) => line ?? 0),
  Order.mapInput(Order.number, ({ column }: Finding) => column ?? 0),
  Order.mapInput(codePointOrder, ({ rule_id }: Finding) => rule_id),
  Order.mapInput(codePointOrder, ({ message }: Finding) => message)
])
