import * as Duration from "effect/Duration"

/** How many rounds of `concurrency` requests one claim of bodies may take. */
export const roundsPerClaim = 16

/** Longer than all requests of one claim may take, so that a lease ends only when its taker is stuck or gone. */
export const claimLease = (totalTimeout: Duration.Duration): Duration.Duration =>
  Duration.max(Duration.minutes(2), Duration.times(totalTimeout, roundsPerClaim + 1))
