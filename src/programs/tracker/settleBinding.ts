import * as Effect from "effect/Effect"
import { trackerChanges, type ProviderContext, TrackerSection } from "../../domain/tracker/TrackerSection.js"
import { Tracker } from "../../services/Tracker.js"
import { TrackerConfig } from "../../services/TrackerConfig.js"
import { alreadyOutcome, boundOutcome, invalidOutcome } from "./bindOutcome.js"
import type { BindScene } from "./BindScene.js"

/** A binding that the server has, with what it says of it; null where it said nothing yet. */
export interface KnownBinding {
  readonly bindingRef: string
  readonly label: string | null
  readonly context: ProviderContext | null
}

/** Asks the server to stand by the binding, then writes it down where config.yaml does not say it already. */
export const settleBinding = Effect.fn("settleBinding")(function*(scene: BindScene, known: KnownBinding) {
  const { before, identity, provider, request, server } = scene
  const { bindingRef } = known
  const validation = yield* (yield* Tracker).validate(server, { provider, identity, bindingRef })
  if (!validation.valid) return invalidOutcome(scene, validation)
  if (before.provider === provider && before.binding_ref === bindingRef) return alreadyOutcome(scene, validation)
  const after = new TrackerSection({
    provider,
    binding_ref: bindingRef,
    display_label: known.label ?? validation.display_label ?? null,
    provider_context: known.context ?? validation.provider_context ?? {}
  })
  const changes = trackerChanges(before, after)
  if (!request.dryRun) yield* (yield* TrackerConfig).write(changes)
  return boundOutcome(scene, after, changes, validation)
})
