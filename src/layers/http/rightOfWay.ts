import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"

/** Some go first, and the others wait as long as any of them is under way. */
export interface RightOfWay {
  /** Waits until nobody who goes first is under way. */
  readonly giveWay: Effect.Effect<void>
  readonly goFirst: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

export const makeRightOfWay: Effect.Effect<RightOfWay> = Effect.gen(function*() {
  const free = yield* Effect.makeLatch(true)
  const going = yield* Ref.make(0)
  const enter = Effect.zipRight(Ref.update(going, (count) => count + 1), free.close)
  const leave = Effect.flatMap(Ref.updateAndGet(going, (count) => count - 1), (count) => count === 0 ? free.open : Effect.void)
  return {
    giveWay: free.await,
    goFirst: (effect) => Effect.acquireUseRelease(enter, () => effect, () => leave)
  }
})
