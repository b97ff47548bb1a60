import type { Instant } from "../text.js"
import type { CheckedMission, CheckedRequirement, Verdict } from "./CheckReport.js"
import type { CheckRequirement } from "./CheckRequirement.js"
import { fails, type Finding } from "./Finding.js"

/** How much was looked at for a requirement of a mission, and how much of it was as it should be. */
export interface Tally {
  readonly checked: number
  readonly satisfied: number
  /** True where there was nothing to judge: then there is no pass. Without it `checked` says so. */
  readonly empty?: boolean
  /** Why `checked` is 0, where there is more to say than that. */
  readonly nothing?: string
  /** When the newest receipt came. */
  readonly lastReceiptAt?: Instant | null
  /** What else there is to say. */
  readonly detail?: string
}

const unit: { readonly [Requirement in CheckRequirement]: string } = {
  complete: "required artifacts present",
  "clean-contract": "payloads passed the gate",
  delivered: "bodies acknowledged by the server"
}

const nothing: { readonly [Requirement in CheckRequirement]: string } = {
  complete: "nothing is required",
  "clean-contract": "there are no payloads",
  delivered: "there are no bodies to deliver"
}

const evidenceOf = (
  requirement: CheckRequirement,
  { checked, detail, lastReceiptAt: last = null, nothing: why, satisfied }: Tally
): string =>
  [
    checked === 0 ? why ?? nothing[requirement] : `${satisfied} of ${checked} ${unit[requirement]}`,
    ...last === null ? [] : [`the last at ${last}`],
    ...detail === undefined ? [] : [detail]
  ].join("; ")

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`

const countsOf = (findings: ReadonlyArray<Finding>) => {
  const count = (severity: Finding["severity"]) => findings.filter((it) => it.severity === severity).length
  return { errors: count("error"), warnings: count("warning"), notes: count("note") }
}

/** What one requirement of one mission comes to: `findings` are those of this mission, under any requirement. */
export const judge = (
  requirement: CheckRequirement,
  tally: Tally,
  findings: ReadonlyArray<Finding>,
  strict: boolean
): CheckedRequirement => {
  const own = findings.filter((it) => it.requirement === requirement)
  const failed = own.some((it) => fails(it, strict))
  const verdict: Verdict = failed ? "failed" : tally.empty ?? tally.checked === 0 ? "nothing_to_check" : "passed"
  return {
    requirement,
    verdict,
    checked: tally.checked,
    satisfied: tally.satisfied,
    last_receipt_at: tally.lastReceiptAt ?? null,
    evidence: evidenceOf(requirement, tally),
    ...countsOf(own)
  }
}

/** A mission that could not be read fails the first thing that was asked for; the rest was not looked at. */
export const judgeUnread = (asked: ReadonlyArray<CheckRequirement>, fault: Finding): ReadonlyArray<CheckedRequirement> =>
  asked.map((requirement) => ({
    requirement,
    verdict: requirement === fault.requirement ? "failed" : "not_checked",
    checked: 0,
    satisfied: 0,
    last_receipt_at: null,
    evidence: `not looked at: ${fault.message}`,
    ...countsOf(requirement === fault.requirement ? [fault] : [])
  }))

const overallVerdict = (verdicts: ReadonlyArray<Verdict>): Verdict => {
  if (verdicts.includes("failed")) return "failed"
  if (verdicts.includes("not_checked")) return "not_checked"
  return verdicts.includes("passed") ? "passed" : "nothing_to_check"
}

/** How many missions did not hold it, where there are any. */
const shortfall = (verdicts: ReadonlyArray<Verdict>): Pick<Tally, "detail"> => {
  const of = (verdict: Verdict) => verdicts.filter((it) => it === verdict).length
  const [failed, unchecked] = [of("failed"), of("not_checked")]
  const parts = [
    ...failed > 0 ? [`${counted(failed, "mission")} failed`] : [],
    ...unchecked > 0 ? [`${counted(unchecked, "mission")} not checked`] : []
  ]
  return parts.length === 0 ? {} : { detail: parts.join(", ") }
}

/** Whether something fails it that is no mission's; that there was nothing to judge fails nothing by itself. */
const failsAsAWhole = (findings: ReadonlyArray<Finding>): boolean =>
  findings.some((it) => it.mission_slug === null && it.severity === "error" && it.rule_id !== "nothing-matched")

/** One requirement over all missions. */
export const overall = (
  requirement: CheckRequirement,
  missions: ReadonlyArray<CheckedMission>,
  findings: ReadonlyArray<Finding>
): CheckedRequirement => {
  const all = missions.flatMap(({ requirements }) => requirements.filter((it) => it.requirement === requirement))
  const own = findings.filter((it) => it.requirement === requirement)
  const verdicts = all.map(({ verdict }) => verdict)
  const sum = (of: (it: CheckedRequirement) => number) => all.reduce((total, it) => total + of(it), 0)
  const tally = { checked: sum(({ checked }) => checked), satisfied: sum(({ satisfied }) => satisfied) }
  const lastReceiptAt = all.flatMap(({ last_receipt_at }) => last_receipt_at ?? []).sort().at(-1) ?? null
  const files = missions.reduce((total, mission) => total + mission.files, 0)
  const many = `${counted(missions.length, "mission")}, ${counted(files, "file")}`
  return {
    requirement,
    verdict: failsAsAWhole(own) ? "failed" : overallVerdict(verdicts),
    ...tally,
    last_receipt_at: lastReceiptAt,
    evidence: `${many}: ${evidenceOf(requirement, { ...tally, lastReceiptAt, ...shortfall(verdicts) })}`,
    ...countsOf(own)
  }
}
