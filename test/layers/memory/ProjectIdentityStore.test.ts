import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as MemoryIdentity from "../../../src/layers/memory/ProjectIdentityStore.js"
import * as Identifiers from "../../../src/layers/node/Identifiers.js"
import { projectIdentityStoreLaws } from "../../../src/laws/projectIdentityStore.js"

projectIdentityStoreLaws("memory", (effect) =>
  Effect.provide(effect, Layer.provide(MemoryIdentity.layer(), Identifiers.layer)))
