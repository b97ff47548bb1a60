import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import { parseProvider } from "../../domain/tracker/parseProvider.js"
import { TrackerResourceList } from "../../domain/tracker/TrackerReports.js"
import { Tracker } from "../../services/Tracker.js"
import { TrackerConfig } from "../../services/TrackerConfig.js"
import { trackerServer } from "./trackerServer.js"
import { whichProvider } from "./whichProvider.js"

/** What the team's tracker has, and which project each of it is bound to. Makes no identity, and writes nothing. */
export const listResources = Effect.fn("listResources")(function*({ provider: given }: { readonly provider: string | null }) {
  if (given !== null) yield* parseProvider(given)
  const { section } = yield* (yield* TrackerConfig).read
  const server = yield* trackerServer
  const provider = yield* whichProvider(given, section)
  const resources = yield* (yield* Tracker).resources(server, provider)
  const outcome: Outcome<TrackerResourceList> = {
    data: new TrackerResourceList({ server, provider, resources }),
    diagnostics: [],
    exitCode: 0,
    next: resources.length === 0 ? [] : [`spec-kitty tracker bind --provider ${provider}`]
  }
  return outcome
})
