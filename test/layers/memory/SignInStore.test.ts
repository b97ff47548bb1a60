import * as Effect from "effect/Effect"
import * as SignInStore from "../../../src/layers/memory/SignInStore.js"
import { signInStoreLaws } from "../../../src/laws/signInStore.js"

signInStoreLaws("memory", (effect) => Effect.provide(effect, SignInStore.layer))
