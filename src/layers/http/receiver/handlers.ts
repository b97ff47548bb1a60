import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Receiver } from "../../../services/Receiver.js"
import type { FaultPlayer } from "./faultPlayer.js"
import { layerBodies } from "./handlers/bodies.js"
import { layerEvents } from "./handlers/events.js"
import { layerHealth } from "./handlers/health.js"
import { layerLedger } from "./handlers/ledger.js"
import { layerSignIn } from "./handlers/signIn.js"
import { layerTracker } from "./handlers/tracker.js"
import type { SignInDesk } from "./signInDesk.js"
import type { TrackerDesk } from "./trackerDesk.js"

/** What the endpoints work with, beside the receiver itself. */
export interface Desks {
  readonly faults: FaultPlayer
  readonly signIn: SignInDesk
  readonly tracker: TrackerDesk
}

/** Every endpoint over one receiver. */
export const layerHandlers = ({ faults, signIn, tracker }: Desks) =>
  Layer.unwrapEffect(Effect.map(Receiver, (receiver) =>
    Layer.mergeAll(
      layerEvents(receiver),
      layerBodies(receiver, faults),
      layerSignIn(signIn),
      layerHealth,
      layerTracker(tracker),
      layerLedger(receiver, signIn)
    )))
