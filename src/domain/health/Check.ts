import * as Schema from "effect/Schema"
import { NonBlank } from "../text.js"

/** What was looked at, in words that can be checked again: counts, moments, a receipt, a file, a hash. */
export const Evidence = NonBlank.pipe(Schema.brand("Evidence"))
export type Evidence = typeof Evidence.Type

/** The fields of `id` and `title` aside, what one look gave. `ok` can't be said without evidence (G-H1). */
const Fine = {
  verdict: Schema.Literal("ok"),
  evidence: Evidence,
  code: Schema.Null,
  why: Schema.Null,
  fix: Schema.Null,
  target: Schema.NullOr(Schema.String)
}
const NotFine = {
  /** `unknown`: it could not be looked at, which is no reason to call it well. */
  verdict: Schema.Literal("warning", "error", "unknown"),
  /** Null where there was nothing to look at. */
  evidence: Schema.NullOr(Evidence),
  /** Such as `AUTH-01`, where it is one of the errors of `docs/errors.md`. */
  code: Schema.NullOr(Schema.String),
  why: NonBlank,
  /** What to do about it; null where nothing is to be done. */
  fix: Schema.NullOr(Schema.String),
  /** File, mission or address; null where it is about none. */
  target: Schema.NullOr(Schema.String)
}

/** What one look gave. */
export const Observation = Schema.Union(Schema.Struct(Fine), Schema.Struct(NotFine))
export type Observation = typeof Observation.Type
export type Verdict = Observation["verdict"]

const names = {
  /** Stable, such as `queue.conservation`. */
  id: Schema.NonEmptyString,
  /** What is looked at, for people. */
  title: Schema.NonEmptyString
}

/** One line of `doctor` and of `status`: what was looked at, and what was found. */
export const Check = Schema.Union(Schema.Struct({ ...names, ...Fine }), Schema.Struct({ ...names, ...NotFine }))
export type Check = typeof Check.Type

export const ok = (evidence: string, target: string | null = null): Observation => ({
  verdict: "ok",
  evidence: Evidence.make(evidence),
  code: null,
  why: null,
  fix: null,
  target
})

/** Anything but `ok`. */
export const notOk = (
  verdict: Exclude<Verdict, "ok">,
  found: {
    readonly evidence?: string
    readonly code?: string
    readonly why: string
    readonly fix: string | null
    readonly target?: string | null
  }
): Observation => ({
  verdict,
  evidence: found.evidence === undefined ? null : Evidence.make(found.evidence),
  code: found.code ?? null,
  why: found.why,
  fix: found.fix,
  target: found.target ?? null
})

/** From best to worst: what could not be looked at may hide anything but what was seen to be broken. */
const order: ReadonlyArray<Verdict> = ["ok", "warning", "unknown", "error"]

/** The worst of all; without any check nothing is known. */
export const worst = (verdicts: ReadonlyArray<Verdict>): Verdict =>
  verdicts.length === 0
    ? "unknown"
    : verdicts.reduce((one, other) => order.indexOf(other) > order.indexOf(one) ? other : one)
