import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { LegacyQueueWaits } from "../../domain/identity/projectErrors.js"
import { UnmigratedRows } from "../../services/UnmigratedRows.js"

/** As if the original tool had left `waits`; without it, nothing. */
export const layer = (waits: Option.Option<LegacyQueueWaits> = Option.none()): Layer.Layer<UnmigratedRows> =>
  Layer.succeed(UnmigratedRows, { of: () => Effect.succeed(waits) })
