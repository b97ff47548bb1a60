import * as Schema from "effect/Schema"

/** What `check` can be asked to hold a mission to. */
export const CheckRequirement = Schema.Literal("complete", "clean-contract", "delivered")
export type CheckRequirement = typeof CheckRequirement.Type

/** What is asked for where nobody says otherwise. Delivery depends on a server, so it is never asked for unasked. */
export const defaultRequirements: ReadonlyArray<CheckRequirement> = ["complete", "clean-contract"]
