import * as Effect from "effect/Effect"
import { TrackerResourceMissing } from "../../domain/tracker/bindErrors.js"
import { matchOf } from "../../domain/tracker/matchOf.js"
import { TrackerUnavailable } from "../../domain/tracker/trackerErrors.js"
import { Tracker } from "../../services/Tracker.js"
import type { BindScene } from "./BindScene.js"

/** What the server offers the project: a binding, the one resource, or several. */
export const findResource = Effect.fn("findResource")(function*({ identity, provider, server }: BindScene) {
  const match = matchOf(yield* (yield* Tracker).resolve(server, { provider, identity }))
  switch (match._tag) {
    case "None":
      return yield* new TrackerResourceMissing({ provider, reason: "none" })
    case "Unusable":
      return yield* new TrackerUnavailable({
        kind: "unreadable",
        reason: "it says that there is an exact match, and does not name it",
        retryAfterSeconds: null
      })
    case "Bound":
    case "Exact":
    case "Candidates":
      return match
  }
})
