import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { BindingNotRecorded, TrackerNoChoice } from "../../domain/tracker/bindErrors.js"
import { parseProvider } from "../../domain/tracker/parseProvider.js"
import { noTracker, TrackerSection, unconfirmedChanges } from "../../domain/tracker/TrackerSection.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { TrackerConfig } from "../../services/TrackerConfig.js"
import { choiceOutcome, wouldConfirmOutcome } from "./bindOutcome.js"
import type { BindRequest, BindScene } from "./BindScene.js"
import { type Chosen, chooseCandidate } from "./chooseCandidate.js"
import { confirmChosen } from "./confirmChosen.js"
import { findResource } from "./findResource.js"
import { presentProject } from "./presentProject.js"
import { settleBinding } from "./settleBinding.js"
import { trackerServer } from "./trackerServer.js"
import { whichProvider } from "./whichProvider.js"

/** Everything that can keep a binding from being made or written down is found out before the server is asked. */
const prepare = Effect.fn("tracker.prepare")(function*(request: BindRequest) {
  if (request.provider !== null) yield* parseProvider(request.provider)
  const config = yield* TrackerConfig
  const { repoSlug, section } = yield* config.read
  const server = yield* trackerServer
  const provider = yield* whichProvider(request.provider, section)
  if (!request.dryRun) yield* config.checkWritable
  const store = yield* ProjectIdentityStore
  const { gated, shown } = yield* presentProject(yield* request.dryRun ? store.provisional : store.ensure, repoSlug)
  const scene: BindScene = { request, server, provider, identity: gated, shown, before: section }
  return scene
})

/** What a run would confirm, and write of it as far as that is known before the server has confirmed. */
const showConfirm = (scene: BindScene, { label }: Chosen) => {
  const after = new TrackerSection({ ...noTracker, provider: scene.provider, display_label: label })
  return wouldConfirmOutcome(scene, after, unconfirmedChanges(scene.before, after), label)
}

type Offer = Effect.Effect.Success<ReturnType<typeof findResource>>

/** From here on the server holds a binding: whatever goes wrong says so, and the next run finds it. */
const confirmAndSettle = Effect.fn("tracker.confirmAndSettle")(function*(scene: BindScene, offer: Offer, chosen: Chosen) {
  const { binding_ref, display_label, provider_context } = yield* confirmChosen(scene, offer, chosen)
  const known = { bindingRef: binding_ref, label: display_label, context: provider_context ?? {} }
  return yield* Effect.mapError(settleBinding(scene, known), (error) =>
    error._tag === "TrackerSignInNeeded"
      ? error
      : new BindingNotRecorded({ provider: scene.provider, label: display_label, detail: `${error.message} ${error.why}` }))
})

type Bound = Extract<Offer, { readonly _tag: "Bound" }>

/** A number that was given is never left aside: which resource it meant is not known any more, so it may be another one. */
const settleBound = Effect.fn("tracker.settleBound")(function*(scene: BindScene, { bindingRef, label }: Bound) {
  const { before, provider, request: { candidate } } = scene
  if (candidate !== null) {
    const recorded = before.binding_ref === bindingRef ? before.display_label : null
    return yield* new TrackerNoChoice({ provider, label: label ?? recorded ?? bindingRef, given: candidate })
  }
  return yield* settleBinding(scene, { bindingRef, label, context: null })
})

/**
 * Binds the project to one resource of its team's tracker, and writes that into `.kittify/config.yaml`. Where the server is
 * not sure which one it is, somebody chooses: by number, or asked at the terminal. A dry run resolves and shows.
 */
export const bindTracker = Effect.fn("bindTracker")(function*(request: BindRequest) {
  const scene = yield* prepare(request)
  const offer = yield* findResource(scene)
  if (offer._tag === "Bound") return yield* settleBound(scene, offer)
  const choice = yield* Effect.either(chooseCandidate(scene.provider, offer, request.candidate))
  if (Either.isLeft(choice)) return choiceOutcome(scene, choice.left)
  if (request.dryRun) return showConfirm(scene, choice.right)
  return yield* confirmAndSettle(scene, offer, choice.right)
})
