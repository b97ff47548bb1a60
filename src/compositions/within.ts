import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { Explained } from "../domain/Explained.js"
import type { Look } from "../programs/health/Look.js"

/** A look with the layer it needs: one that can't be made is this look's own failure, and stops no other. */
export const within = <A, E extends Explained, R>(layer: Layer.Layer<A, E, R>) =>
<Needs>(look: Look<Needs>): Look<R | Exclude<Needs, A>> => ({
  ...look,
  observe: Effect.provide(look.observe, layer)
})
