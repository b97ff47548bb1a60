import * as Equivalence from "effect/Equivalence"
import * as Schema from "effect/Schema"
import { Snapshot } from "./MissionDossier.js"

const encode = Schema.encodeSync(Snapshot)

/** What two snapshots have in common when nothing changed between them: all but identifiers and times. */
const substance = (snapshot: Snapshot): string => {
  const { artifact_summaries: summaries, computed_at: _time, snapshot_id: _id, ...rest } = encode(snapshot)
  return JSON.stringify([rest, summaries.map(({ indexed_at: _indexedAt, ...summary }) => summary)])
}

/** Whether two snapshots differ in `snapshot_id`, `computed_at` and `indexed_at` at most (D-43). */
export const sameSnapshot: Equivalence.Equivalence<Snapshot> = Equivalence.mapInput(Equivalence.string, substance)
