/**
 * Exit codes. Where several apply the first of this list wins; treat any other code as failure.
 * Documented for people by `spec-kitty help exit-codes`.
 */
export const exitCodes = {
  interrupted: 130,
  terminated: 143,
  usage: 2,
  notFound: 10,
  busy: 9,
  legacyState: 8,
  failed: 1,
  gateRefused: 7,
  signInNeeded: 4,
  quarantined: 6,
  notDelivered: 5,
  findings: 3,
  done: 0
} as const
export type ExitReason = keyof typeof exitCodes

const precedence: ReadonlyArray<ExitReason> = [
  "interrupted", "terminated", "usage", "notFound", "busy", "legacyState", "failed", "gateRefused", "signInNeeded",
  "quarantined", "notDelivered", "findings"
]

/** The code of a run in which all of `reasons` came up. */
export const exitCodeOf = (reasons: Iterable<ExitReason>): number => {
  const present = new Set(reasons)
  const first = precedence.find((reason) => present.has(reason))
  return exitCodes[first ?? "done"]
}

/** Of two codes of one run, the one that comes first: an answer that went wrong on its way out says so as well. */
export const strongerCode = (one: number, other: number): number => {
  const rank = (code: number) => precedence.findIndex((reason) => exitCodes[reason] === code)
  if (rank(one) === -1 || rank(other) === -1) return rank(one) === -1 ? other : one
  return rank(one) <= rank(other) ? one : other
}

const allowable: ReadonlySet<number> = new Set<number>([
  exitCodes.failed, exitCodes.signInNeeded, exitCodes.notDelivered, exitCodes.quarantined, exitCodes.gateRefused
])

/** What `--allow-failure` turns into 0: 1, 4, 5, 6 and 7. Wrong usage and an interruption stay what they are. */
export const isAllowable = (exitCode: number): boolean => allowable.has(exitCode)
