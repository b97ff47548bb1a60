import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { LamportClock } from "../../services/LamportClock.js"
import { MemoryStore } from "./queue/store.js"

export const layer = Layer.effect(
  LamportClock,
  Effect.map(MemoryStore, (store) =>
    LamportClock.of({ reserve: (count) => Effect.sync(() => store.reserveLamport(count)) }))
)
