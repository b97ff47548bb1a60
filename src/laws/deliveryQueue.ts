import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ContentHasher } from "../services/ContentHasher.js"
import type { ContractGate } from "../services/ContractGate.js"
import type { Identifiers } from "../services/Identifiers.js"
import type { LeaseOwner } from "../services/LeaseOwner.js"
import type { Settings } from "../services/Settings.js"
import { expectConserved } from "./fixtures/conserved.js"
import { world } from "./fixtures/queueWorld.js"
import { auditingLaws } from "./deliveryQueue/auditing.js"
import { accountingLaws } from "./deliveryQueue/accounting.js"
import { boundingLaws } from "./deliveryQueue/bounding.js"
import { claimingLaws } from "./deliveryQueue/claiming.js"
import { orderingLaws } from "./deliveryQueue/ordering.js"
import { quarantineLaws } from "./deliveryQueue/quarantine.js"
import { queueingLaws } from "./deliveryQueue/queueing.js"
import { type Law, type Services } from "./deliveryQueue/steps.js"
import { timingLaws } from "./deliveryQueue/timing.js"

/** A queue layer under test, on services that the suite provides. */
export type QueueLayer = Layer.Layer<
  Services, unknown, Settings | ContractGate | ContentHasher | Identifiers | LeaseOwner
>

/** The nine laws of the delivery queue, which every queue keeps. After each of them law 7 is checked. */
export const deliveryQueueLaws = (name: string, layer: QueueLayer): void => {
  const law: Law = (title, effect, settings = {}) =>
    it.effect(title, () =>
      Effect.zipRight(effect, expectConserved).pipe(Effect.provide(Layer.provideMerge(layer, world(settings)))))

  describe(`delivery queue: ${name}`, () => {
    queueingLaws(law)
    quarantineLaws(law)
    claimingLaws(law)
    timingLaws(law)
    accountingLaws(law)
    boundingLaws(law)
    orderingLaws(law)
    auditingLaws(law)
  })
}
