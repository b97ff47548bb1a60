import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { settingsDefaults } from "../../../src/domain/settingsDefaults.js"
import { Settings, type SettingsValues } from "../../../src/services/Settings.js"

/** The defaults, without environment or files, but for `changes`. */
export const settingsLayer = (changes: Partial<SettingsValues> = {}): Layer.Layer<Settings> =>
  Layer.succeed(Settings, {
    ...settingsDefaults,
    home: "/nonexistent/spec-kitty-home",
    serverOverride: Option.none(),
    serverNamedByRepository: Option.none(),
    sendingDenied: false,
    token: Option.none(),
    testAck: false,
    ...changes
  })
