import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { MissionScan } from "../domain/dossier/MissionDossier.js"
import type { LegacyState } from "../domain/identity/projectErrors.js"
import type { ManifestInvalid, MissionUnreadable, StepUnknown } from "../domain/mission/missionErrors.js"
import type { MissionDirectory, MissionFacts } from "../domain/mission/MissionFacts.js"

export interface ScanOptions {
  /** Judge completeness at this step; null derives it from the mission's files. */
  readonly step: string | null
  /** Keep the text of what would be uploaded. */
  readonly keepBodies: boolean
}

export interface IndexedMission extends MissionScan {
  readonly facts: MissionFacts
}

/** Turns a mission's directory into its dossier: one walk, one read per file, no network. */
export class ArtifactIndexer extends Context.Tag("spec-kitty/ArtifactIndexer")<ArtifactIndexer, {
  readonly scan: (
    mission: MissionDirectory,
    options: ScanOptions
  ) => Effect.Effect<IndexedMission, LegacyState | MissionUnreadable | ManifestInvalid | StepUnknown>
}>() {}
