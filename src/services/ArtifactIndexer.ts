import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Grounds } from "../domain/dossier/Grounds.js"
import type { Manifest } from "../domain/dossier/Manifest.js"
import type { MissionScan } from "../domain/dossier/MissionDossier.js"
import type { LegacyState } from "../domain/identity/projectErrors.js"
import type { ManifestInvalid, MissionUnreadable, StepUnknown } from "../domain/mission/missionErrors.js"
import type { MissionDirectory, MissionFacts } from "../domain/mission/MissionFacts.js"

/** How a mission is scanned. */
export interface ScanOptions {
  /** Judge completeness at this step; null derives it from the mission's files. */
  readonly step: string | null
  /** Keep the text of what would be uploaded. */
  readonly keepBodies: boolean
}

export interface IndexedMission extends MissionScan {
  readonly facts: MissionFacts
  /** What it was judged by; null where the mission type has none. */
  readonly manifest: Manifest | null
  /** By `relative_path`, for every artifact that is a file: whatever nobody is there for has none. */
  readonly grounds: ReadonlyMap<string, Grounds>
}

/** Turns a mission's directory into its dossier: one walk, one read per file, no network. */
export class ArtifactIndexer extends Context.Tag("spec-kitty/ArtifactIndexer")<ArtifactIndexer, {
  /** The mission as it is on disk now. A file that can't be used is listed with the reason, and fails nothing. */
  readonly scan: (
    mission: MissionDirectory,
    options: ScanOptions
  ) => Effect.Effect<IndexedMission, LegacyState | MissionUnreadable | ManifestInvalid | StepUnknown>
}>() {}
