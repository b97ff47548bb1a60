import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { DossierList } from "../../domain/dossier/DossierViews.js"
import { type ArtifactFilter, type ArtifactSort, listArtifacts, type ListedArtifact } from "../../domain/dossier/listArtifacts.js"
import { type ExitReason, exitCodeOf } from "../../domain/exitCode.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import { ArtifactIndexer, type IndexedMission } from "../../services/ArtifactIndexer.js"
import { takeNotices } from "../../services/Notices.js"
import { queueDiagnostics } from "../sync/queueDiagnostics.js"
import { failureReason } from "./diagnostics.js"
import { listedArtifacts } from "./listedArtifacts.js"
import { selectMissions } from "./selectMissions.js"

/** Which artifacts are listed, and in which order. */
export interface ListRequest {
  readonly selection: MissionSelection
  readonly filter: ArtifactFilter
  readonly sort: ArtifactSort
}

const missionLine = ({ dossier }: IndexedMission): DossierList["missions"][number] => ({
  mission_slug: dossier.mission_slug,
  step: dossier.step,
  completeness_status: dossier.snapshot.completeness_status,
  artifact_counts: dossier.counts,
  skipped_entries: dossier.skipped.length
})

/** The artifacts of the selected missions that pass the filter, each with where its body is. Reads only. */
export const listMissions = Effect.fn("listMissions")(function*({ filter, selection, sort }: ListRequest) {
  const indexer = yield* ArtifactIndexer
  const missions: Array<DossierList["missions"][number]> = []
  const artifacts: Array<ListedArtifact> = []
  const diagnostics: Array<Diagnostic> = []
  const reasons = new Set<ExitReason>()
  for (const directory of yield* selectMissions(selection)) {
    const result = yield* Effect.either(indexer.scan(directory, { step: null, keepBodies: false }))
    if (Either.isLeft(result)) {
      diagnostics.push(Diagnostic.of(result.left))
      reasons.add(failureReason[result.left._tag])
      continue
    }
    missions.push(missionLine(result.right))
    artifacts.push(...(yield* listedArtifacts(result.right)))
  }
  const outcome: Outcome<DossierList> = {
    data: new DossierList({ missions, sort, ...listArtifacts(artifacts, filter, sort) }),
    diagnostics: [...(yield* queueDiagnostics), ...(yield* takeNotices), ...diagnostics],
    exitCode: exitCodeOf(reasons),
    next: []
  }
  return outcome
})
