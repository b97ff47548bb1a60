import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { settingsDefaults } from "../../domain/settingsDefaults.js"
import { Settings, type SettingsValues } from "../../services/Settings.js"

/** What holds where nobody says anything, with a home that is no folder. */
export const defaults: SettingsValues = {
  ...settingsDefaults,
  home: "/nonexistent/spec-kitty",
  serverOverride: Option.none(),
  serverNamedByRepository: Option.none(),
  sendingDenied: false,
  token: Option.none(),
  testAck: false
}

/** The defaults, some of them replaced. Reads neither environment nor files. */
export const layer = (values: Partial<SettingsValues> = {}): Layer.Layer<Settings> =>
  Layer.succeed(Settings, { ...defaults, ...values })
