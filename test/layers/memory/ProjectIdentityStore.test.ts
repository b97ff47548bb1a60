import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as MemoryIdentity from "../../../src/layers/memory/ProjectIdentityStore.js"
import * as Identifiers from "../../../src/layers/node/Identifiers.js"
import { projectIdentityLaws } from "../../laws/projectIdentity.js"

projectIdentityLaws("memory", (effect) =>
  Effect.provide(effect, Layer.provide(MemoryIdentity.layer(), Identifiers.layer)))
