import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/** Who holds a lease, so that the rows of a killed process need not wait for their lease to end. */
export class LeaseOwner extends Context.Tag("spec-kitty/LeaseOwner")<LeaseOwner, {
  /** This process: host, pid, start time and a nonce; never the pid alone. */
  readonly self: string
  /** True only where the owner was a process of this host that provably no longer runs. */
  readonly isGone: (owner: string) => Effect.Effect<boolean>
}>() {}
