import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { Chooser } from "../../services/Chooser.js"

/** A person who gives these numbers, from 1, one per question, and then none. Without any it is nobody. */
export const layer = (...numbers: ReadonlyArray<number>): Layer.Layer<Chooser> =>
  Layer.effect(
    Chooser,
    Effect.map(Ref.make(numbers), (left) =>
      Chooser.of({
        choose: () => Ref.modify(left, ([first, ...rest]) => [Option.map(Option.fromNullable(first), (n) => n - 1), rest])
      }))
  )
