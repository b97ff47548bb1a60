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
  /**
   * Whether what the server refused for good makes the run fail (exit 6): it does by default, not where this is `off`.
   * `on` makes a run that has nothing to sync a finding as well (exit 3).
   */
  readonly strict?: "default" | "on" | "off"
  /** A body that is left out, though files like it are uploaded, is a finding (exit 3). */
  readonly strictSkips?: boolean
}
