import * as Effect from "effect/Effect"
import { QueueView } from "../../services/QueueView.js"

/** What an interrupted sync leaves: a sentence with counts; null where the queue can't be asked (U-36). */
export const whatIsLeft = Effect.flatMap(QueueView, (view) => view.counts).pipe(
  Effect.map(({ bodies, events }): string | null => {
    const left = `${events.pending + events.leased} events and ${bodies.pending + bodies.leased} bodies`
    return `Interrupted. ${left} are left; they are kept, and go out with the next run.`
  }),
  Effect.orElseSucceed(() => null)
)
