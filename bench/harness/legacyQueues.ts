import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { worldAt } from "../../src/laws/fixtures/queueWorld.js"
import { layer } from "../../src/layers/sqlite/legacy/LegacyQueues.js"
import type { LegacyQueues } from "../../src/services/LegacyQueues.js"

/** Runs `use` on the legacy queues in `home`, with room for everything that is measured. */
export const onLegacyQueues = <A, E>(home: string, use: Effect.Effect<A, E, LegacyQueues>): Promise<A> =>
  Effect.runPromise(Effect.provide(use, Layer.provide(layer, worldAt(home, { queueMaxItems: 1_000_000, queueMaxBytes: 4 * 2 ** 30 }))))
