import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Diagnostic } from "../../domain/Diagnostic.js"
import type { MissionDossier } from "../../domain/dossier/MissionDossier.js"
import { sameSnapshot } from "../../domain/dossier/sameSnapshot.js"
import type { EventEnvelope } from "../../domain/events/EventEnvelope.js"
import { DossierStore } from "../../services/DossierStore.js"

/** Whether this scan found something that the project's dossier files do not say yet. */
export const isNews = Effect.fn("isNews")(function*({ mission_slug, snapshot }: MissionDossier) {
  const store = yield* DossierStore
  const before = yield* Effect.catchTag(store.latest(mission_slug), "ConfigInvalid", () => Effect.succeedNone)
  const same = Option.exists(before, (stored) => sameSnapshot(stored, snapshot))
  return !same || !(yield* store.hasEvents(mission_slug))
})

/**
 * Logs the events of a scan, then saves its snapshot: killed in between, the next scan logs again, and nothing is missing.
 * These files are derived from the mission, so one that can't be written is told and stops nothing.
 */
export const recordScan = Effect.fn("recordScan")(function*(
  { mission_slug, snapshot }: MissionDossier,
  events: ReadonlyArray<EventEnvelope>
) {
  const store = yield* DossierStore
  const none: ReadonlyArray<Diagnostic> = []
  return yield* store.appendEvents(mission_slug, events).pipe(
    Effect.zipRight(store.save(snapshot)),
    Effect.as(none),
    Effect.catchTag("StateNotWritable", (error) => Effect.succeed([Diagnostic.of(error, "warning")]))
  )
})
