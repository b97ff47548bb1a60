import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"

/** What a test holds of a fake: what arrived, in order, and which failures the next calls meet, one each. */
export interface Steering<Call, Failure> {
  readonly received: Effect.Effect<ReadonlyArray<Call>>
  /** The next calls fail with these, in this order; what they carry is received all the same, and not kept. */
  readonly failNext: (...failures: ReadonlyArray<Failure>) => Effect.Effect<void>
}

/** The strings, and `arrive`, which a fake calls first: it notes the call and fails it where a failure is due. */
export const makeSteering = <Call, Failure>() =>
  Effect.gen(function*() {
    const calls = yield* Ref.make<ReadonlyArray<Call>>([])
    const failures = yield* Ref.make<ReadonlyArray<Failure>>([])
    const takeFailure = Ref.modify(failures, ([first, ...rest]) => [first, rest] as const)
    const steering: Steering<Call, Failure> = {
      received: Ref.get(calls),
      failNext: (...more) => Ref.update(failures, (before) => [...before, ...more])
    }
    const arrive = (call: Call): Effect.Effect<void, Failure> =>
      Ref.update(calls, (before) => [...before, call]).pipe(
        Effect.zipRight(takeFailure),
        Effect.flatMap((failure) => failure === undefined ? Effect.void : Effect.fail(failure))
      )
    return { steering, arrive }
  })
