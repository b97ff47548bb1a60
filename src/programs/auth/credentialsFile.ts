import * as Effect from "effect/Effect"
import { Settings } from "../../services/Settings.js"

/** The file of the stored sign-in, for people. */
export const credentialsFile = Effect.map(Settings, ({ home }) => `${home}/credentials`)
