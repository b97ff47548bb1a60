import type * as Schema from "effect/Schema"
import type { AggregateType } from "./EventEnvelope.js"
import { MissionClosed } from "./MissionClosed.js"
import { MissionCreated } from "./MissionCreated.js"
import { MissionDossierArtifactIndexed } from "./MissionDossierArtifactIndexed.js"
import { MissionDossierArtifactMissing } from "./MissionDossierArtifactMissing.js"
import { MissionDossierParityDriftDetected } from "./MissionDossierParityDriftDetected.js"
import { MissionDossierSnapshotComputed } from "./MissionDossierSnapshotComputed.js"
import { DependencyResolved, ErrorLogged, HistoryAdded, WPAssigned, WPCreated } from "./workPackageEvents.js"
import { WPStatusChanged } from "./WPStatusChanged.js"

/** What there is to know about one type of event. */
export interface EventKind {
  /** Its aggregates. ErrorLogged speaks of a work package or of a mission. */
  readonly aggregate_types: readonly [AggregateType, ...Array<AggregateType>]
  /** Form of its `aggregate_id`. */
  readonly aggregate_id: string
  /** When it is emitted, in a sentence. */
  readonly emitted: string
  /** Its payload, with every field's description, constraints and examples. Agrees with the context `payload/<type>`. */
  readonly payload: Schema.Schema.AnyNoContext
  /** Whether contract 3.0.0 has a schema of it, or spec-kitty's documentation alone. */
  readonly source: "upstream" | "addition"
}

const workPackage = { aggregate_types: ["WorkPackage"], aggregate_id: "<mission_slug>/<wp_id>" } as const
const mission = { aggregate_types: ["Mission"], aggregate_id: "<mission_slug>" } as const
const artifact = { aggregate_types: ["MissionDossier"], aggregate_id: "<mission_slug>:<artifact_key>" } as const

/** Every type of event that may travel, by its `event_type` (039, 042, 064). */
export const eventCatalogue = {
  MissionCreated: {
    ...mission, emitted: "A mission is created.", payload: MissionCreated, source: "upstream"
  },
  MissionClosed: {
    ...mission, emitted: "A mission is closed.", payload: MissionClosed, source: "upstream"
  },
  WPCreated: {
    ...workPackage, emitted: "A mission's tasks are made final, once for each work package.", payload: WPCreated, source: "addition"
  },
  WPStatusChanged: {
    ...workPackage, emitted: "A work package moves from lane to lane.", payload: WPStatusChanged, source: "upstream"
  },
  WPAssigned: {
    ...workPackage, emitted: "An agent takes a work package.", payload: WPAssigned, source: "addition"
  },
  HistoryAdded: {
    ...workPackage, emitted: "Somebody adds a line to a work package's history.", payload: HistoryAdded, source: "addition"
  },
  ErrorLogged: {
    aggregate_types: ["WorkPackage", "Mission"],
    aggregate_id: "<mission_slug>/<wp_id>, without a work package <mission_slug>",
    emitted: "A command fails on a mission or a work package.",
    payload: ErrorLogged,
    source: "addition"
  },
  DependencyResolved: {
    ...workPackage, emitted: "A work package no longer waits for another.", payload: DependencyResolved, source: "addition"
  },
  MissionDossierArtifactIndexed: {
    ...artifact, emitted: "A scan, once for each artifact that is present.", payload: MissionDossierArtifactIndexed, source: "upstream"
  },
  MissionDossierArtifactMissing: {
    ...artifact,
    emitted: "A scan, once for each required artifact that is absent and each text artifact that can't be used.",
    payload: MissionDossierArtifactMissing,
    source: "upstream"
  },
  MissionDossierSnapshotComputed: {
    aggregate_types: ["MissionDossier"],
    aggregate_id: "<mission_slug>:<snapshot_id>",
    emitted: "A scan, as the last of its events.",
    payload: MissionDossierSnapshotComputed,
    source: "upstream"
  },
  MissionDossierParityDriftDetected: {
    aggregate_types: ["MissionDossier"],
    aggregate_id: "<mission_slug>:drift",
    emitted: "A dossier differs from its accepted baseline.",
    payload: MissionDossierParityDriftDetected,
    source: "upstream"
  }
} as const satisfies Readonly<Record<string, EventKind>>

/** The name of a type of event. */
export type EventType = keyof typeof eventCatalogue
