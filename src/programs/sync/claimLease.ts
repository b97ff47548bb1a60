import * as Duration from "effect/Duration"

/** Longer than any request may take, so that a lease ends only when its taker is stuck or gone. */
export const claimLease = Duration.minutes(2)
