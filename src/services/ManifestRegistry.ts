import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Manifest } from "../domain/dossier/Manifest.js"
import type { ManifestInvalid } from "../domain/mission/missionErrors.js"
import type { StateMachine } from "../domain/mission/StateMachine.js"

/** What is known of one type of mission. */
export interface MissionTypeDefinition {
  /** Null for a type without a manifest. */
  readonly manifest: Manifest | null
  /** Null for a type without a state machine. */
  readonly stateMachine: StateMachine | null
}

/** Manifests and state machines by mission type: the project's override, else the one that ships. */
export class ManifestRegistry extends Context.Tag("spec-kitty/ManifestRegistry")<ManifestRegistry, {
  /** An unknown type has neither, which is no error (042 deferred 6). Steps named by a manifest exist in its machine. */
  readonly definition: (missionType: string) => Effect.Effect<MissionTypeDefinition, ManifestInvalid>
  /** Names of all types that ship or that the project has a folder for, sound or not; sorted. */
  readonly types: Effect.Effect<ReadonlyArray<string>>
}>() {}
