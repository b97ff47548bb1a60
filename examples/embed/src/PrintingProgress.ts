import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Progress } from "spec-kitty-effect"

/** One line before a mission is scanned, and one when all items of a kind are sent. */
export const layer = Layer.succeed(Progress, {
  step: (step) => {
    if (step._tag === "Scanning") return Console.log(`progress: scanning ${step.mission}`)
    if (step._tag === "Sending" && step.done === step.total) return Console.log(`progress: sent ${step.total} ${step.kind}`)
    return Effect.void
  }
})
