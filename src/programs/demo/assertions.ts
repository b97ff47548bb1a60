import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Explained } from "../../domain/Explained.js"
import { DemoStage } from "../../services/DemoStage.js"

/** A promise of the demo did not hold: its exit status is that of the assertions inside it. */
export class PromiseBroken extends Schema.TaggedError<PromiseBroken>()("PromiseBroken", {
  promise: Schema.String,
  seen: Schema.String
}) implements Explained {
  readonly code = "DEMO-02"
  readonly target = null
  override get message(): string {
    return `The demo expected: ${this.promise}.`
  }
  get why(): string {
    return this.seen
  }
  readonly next = "report it together with the output above"
}

/** Says the promise with a mark where it holds, and fails where it does not. */
export const expectThat = Effect.fn("expectThat")(function*(promise: string, holds: boolean, seen: string) {
  if (!holds) return yield* new PromiseBroken({ promise, seen })
  yield* (yield* DemoStage).say(`  ✔ ${promise}`)
})
