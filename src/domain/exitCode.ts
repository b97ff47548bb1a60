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
