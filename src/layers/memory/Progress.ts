import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Progress } from "../../services/Progress.js"

/** Says nothing: for pipes, programs and tests. */
export const layer: Layer.Layer<Progress> = Layer.succeed(Progress, { step: () => Effect.void })
