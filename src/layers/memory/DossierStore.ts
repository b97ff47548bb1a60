import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type { Snapshot } from "../../domain/dossier/MissionDossier.js"
import { sameSnapshot } from "../../domain/dossier/sameSnapshot.js"
import type { EventEnvelope } from "../../domain/events/EventEnvelope.js"
import type { MissionSlug } from "../../domain/identity/Namespace.js"
import { DossierStore } from "../../services/DossierStore.js"

/** What a memory store holds, for tests to look at. */
export interface StoredDossiers {
  readonly snapshots: ReadonlyMap<MissionSlug, Snapshot>
  readonly events: ReadonlyMap<MissionSlug, ReadonlyArray<EventEnvelope>>
}

export const emptyDossiers: StoredDossiers = { snapshots: new Map(), events: new Map() }

/** A store on a state of the caller's. */
export const make = (state: Ref.Ref<StoredDossiers>): DossierStore["Type"] =>
  DossierStore.of({
    latest: (mission) => Effect.map(Ref.get(state), ({ snapshots }) => Option.fromNullable(snapshots.get(mission))),
    save: (snapshot) =>
      Ref.modify(state, ({ events, snapshots }) => {
        const before = snapshots.get(snapshot.mission_slug)
        const changed = before === undefined || !sameSnapshot(before, snapshot)
        const after = changed ? new Map(snapshots).set(snapshot.mission_slug, snapshot) : snapshots
        return [changed, { events, snapshots: after }]
      }),
    hasEvents: (mission) => Effect.map(Ref.get(state), ({ events }) => (events.get(mission)?.length ?? 0) > 0),
    appendEvents: (mission, added) =>
      Ref.update(state, ({ events, snapshots }) => ({
        snapshots,
        events: new Map(events).set(mission, [...events.get(mission) ?? [], ...added])
      }))
  })

/** Snapshots and events held in memory. */
export const layer = Layer.effect(DossierStore, Effect.map(Ref.make(emptyDossiers), make))
