import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { Snapshot } from "../domain/dossier/MissionDossier.js"
import type { EventEnvelope } from "../domain/events/EventEnvelope.js"
import type { MissionSlug } from "../domain/identity/Namespace.js"
import type { ConfigInvalid, StateNotWritable } from "../domain/identity/projectErrors.js"

/** `.kittify/dossiers/<mission_slug>/` at the project's root, kept out of git through `.git/info/exclude`. */
export class DossierStore extends Context.Tag("spec-kitty/DossierStore")<DossierStore, {
  /** The snapshot that was saved last; none where there is none. Fails on one that can't be read. */
  readonly latest: (mission: MissionSlug) => Effect.Effect<Option.Option<Snapshot>, ConfigInvalid>
  /** Writes `snapshot-latest.json`, old or new and never half, and only where more than id and time changed. True if written. */
  readonly save: (snapshot: Snapshot) => Effect.Effect<boolean, StateNotWritable>
  /** Whether the mission's event log holds anything. */
  readonly hasEvents: (mission: MissionSlug) => Effect.Effect<boolean>
  /** Appends to the mission's JSONL event log; one line per event. */
  readonly appendEvents: (
    mission: MissionSlug,
    events: ReadonlyArray<EventEnvelope>
  ) => Effect.Effect<void, StateNotWritable>
}>() {}
