import type * as Duration from "effect/Duration"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"

/** What `sync` is asked to do. */
export interface SyncOptions {
  readonly selection: MissionSelection
  /** Keep delivering what becomes due for this long; null makes one pass. */
  readonly wait: Duration.Duration | null
  /** Exit 5 unless everything of this run is delivered. */
  readonly requireDelivered: boolean
  /** Queue only. */
  readonly offline: boolean
}
