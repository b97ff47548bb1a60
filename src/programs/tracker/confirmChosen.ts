import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { TrackerResourceMissing } from "../../domain/tracker/bindErrors.js"
import { labelsOf, type Match } from "../../domain/tracker/matchOf.js"
import { Identifiers } from "../../services/Identifiers.js"
import { Tracker } from "../../services/Tracker.js"
import type { BindScene } from "./BindScene.js"
import { type Chosen, chosenAt } from "./chooseCandidate.js"
import { findResource } from "./findResource.js"

/** One intent, one key: whatever repeats the request on its way repeats the key. */
const confirmOnce = Effect.fn("confirmOnce")(function*({ identity, provider, server }: BindScene, { candidateToken }: Chosen) {
  const idempotencyKey = yield* (yield* Identifiers).uuid
  return yield* (yield* Tracker).confirm(server, { provider, identity, candidateToken, idempotencyKey })
})

const isSameList = (before: Match, now: Match): boolean =>
  JSON.stringify(labelsOf(before)) === JSON.stringify(labelsOf(now))

/**
 * Binds what was chosen. Where it has expired meanwhile, the same place of the same list is bound instead, once; where the
 * list is another one, the choice means nothing any more and nothing is bound.
 */
export const confirmChosen = Effect.fn("confirmChosen")(function*(scene: BindScene, offer: Match, chosen: Chosen) {
  const again = Effect.gen(function*() {
    const now = yield* findResource(scene)
    const fresh = isSameList(offer, now) ? chosenAt(now, chosen.index) : Option.none()
    const gone = new TrackerResourceMissing({ provider: scene.provider, reason: "changed" })
    return yield* confirmOnce(scene, yield* Effect.mapError(fresh, () => gone))
  })
  return yield* Effect.catchTag(confirmOnce(scene, chosen), "TrackerRefused", (refused) =>
    refused.saysExpiredCandidate ? again : Effect.fail(refused))
})
