import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { LeaseOwner } from "../../services/LeaseOwner.js"

/** An owner of the given name; the named others count as gone. */
export const layer = (self: string, gone: ReadonlySet<string> = new Set()): Layer.Layer<LeaseOwner> =>
  Layer.succeed(LeaseOwner, LeaseOwner.of({ self, isGone: (owner) => Effect.succeed(gone.has(owner)) }))
