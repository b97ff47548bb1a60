import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { QueueOpening } from "../../services/QueueOpening.js"

/** A loud word where the queue's file could not be read and was moved aside; nothing where it was sound. */
export const queueDiagnostics = Effect.map(QueueOpening, ({ path, recovered }): ReadonlyArray<Diagnostic> =>
  Option.match(recovered, {
    onNone: () => [],
    onSome: ({ movedTo, reason, salvaged }) => [new Diagnostic({
      severity: "warning",
      code: "QUEUE-04",
      message: `The delivery queue could not be read and was moved to ${movedTo}. ` +
        `${salvaged} ${salvaged === 1 ? "item" : "items"} could be saved from it and ${salvaged === 1 ? "is" : "are"} queued again.`,
      why: reason,
      fix: "run spec-kitty sync --all: it queues every artifact again",
      target: path
    })]
  }))
