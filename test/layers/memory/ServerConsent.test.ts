import * as Effect from "effect/Effect"
import * as ServerConsent from "../../../src/layers/memory/ServerConsent.js"
import { serverConsentLaws } from "../../../src/laws/serverConsent.js"

serverConsentLaws("memory", (effect) => Effect.provide(effect, ServerConsent.layer))
