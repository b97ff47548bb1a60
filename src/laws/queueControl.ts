import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ContentHasher } from "../services/ContentHasher.js"
import type { ContractGate } from "../services/ContractGate.js"
import type { Identifiers } from "../services/Identifiers.js"
import type { LeaseOwner } from "../services/LeaseOwner.js"
import type { Settings } from "../services/Settings.js"
import { world } from "./fixtures/queueWorld.js"
import { conservation } from "./deliveryQueue/steps.js"
import { droppingLaws } from "./queueControl/dropping.js"
import { lookingLaws } from "./queueControl/looking.js"
import { retryingLaws } from "./queueControl/retrying.js"
import type { ControlLaw, ControlServices } from "./queueControl/steps.js"

/** A queue layer under test, on services that the suite provides. */
export type ControlledQueueLayer = Layer.Layer<
  ControlServices, unknown, Settings | ContractGate | ContentHasher | Identifiers | LeaseOwner
>

/** What a person may see of a queue and do to it, on every queue. After each of them law 7 is checked. */
export const queueControlLaws = (name: string, layer: ControlledQueueLayer): void => {
  const law: ControlLaw = (title, effect) =>
    it.effect(title, () =>
      Effect.zipRight(effect, conservation).pipe(Effect.provide(Layer.provideMerge(layer, world()))))

  describe(`queue control: ${name}`, () => {
    retryingLaws(law)
    droppingLaws(law)
    lookingLaws(law)
  })
}
