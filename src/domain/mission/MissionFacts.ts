import type { Anomaly } from "../dossier/MissionDossier.js"
import type { MissionSlug } from "../identity/Namespace.js"
import type { Lane } from "./Lane.js"
import type { MissionMeta } from "./MissionMeta.js"

/** A mission's directory: its name is the mission's identity. */
export interface MissionDirectory {
  readonly slug: MissionSlug
  /** Absolute, symlinks of the path itself resolved once. */
  readonly path: string
}

/** What a mission's own files say, as far as scanning needs it. */
export interface MissionFacts {
  readonly directory: MissionDirectory
  /** Null where meta.json is absent or can't be read; `problems` says which. */
  readonly meta: MissionMeta | null
  readonly problems: ReadonlyArray<Anomaly>
  /** Lane of each work package, folded from `status.events.jsonl`. */
  readonly lanes: ReadonlyMap<string, Lane>
  /** Lines of `mission-events.jsonl` per `type` (guard `event_count`). */
  readonly eventCounts: ReadonlyMap<string, number>
}
