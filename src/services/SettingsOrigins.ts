import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ConfigInvalid } from "../domain/identity/projectErrors.js"
import type { SettingsReport } from "../domain/SettingsReport.js"

/** Every setting with the place that decides it: what `Settings` resolves, told instead of used. */
export class SettingsOrigins extends Context.Tag("spec-kitty/SettingsOrigins")<SettingsOrigins, {
  /** A value that can't be used is told with its problem; only a file that can't be read at all fails. */
  readonly list: Effect.Effect<SettingsReport, ConfigInvalid>
}>() {}
