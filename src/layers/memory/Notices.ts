import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import type { Diagnostic } from "../../domain/Diagnostic.js"
import { Notices } from "../../services/Notices.js"

/** Held in memory, for as long as the command runs that tells them. */
export const layer: Layer.Layer<Notices> = Layer.effect(
  Notices,
  Effect.map(Ref.make<ReadonlyArray<Diagnostic>>([]), (state) =>
    Notices.of({
      add: (notice) => Ref.update(state, (held) => Array.contains(held, notice) ? held : [...held, notice]),
      take: Ref.getAndSet(state, [])
    }))
)
