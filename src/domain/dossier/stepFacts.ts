import * as Schema from "effect/Schema"
import type { StepFacts } from "../mission/missionStep.js"
import type { MissionFacts } from "../mission/MissionFacts.js"
import { ArtifactPath, type ArtifactRef } from "./Artifact.js"
import { blockingPresent } from "./completeness.js"
import type { Manifest } from "./Manifest.js"

const isPath = Schema.is(ArtifactPath)

/** What a mission's files say about its progress, from what was indexed of them. */
export const stepFactsOf = (
  artifacts: ReadonlyArray<Pick<ArtifactRef, "is_present" | "relative_path">>,
  { eventCounts, lanes }: Pick<MissionFacts, "eventCounts" | "lanes">,
  manifest: Manifest | null
): StepFacts => {
  const paths = new Set(artifacts.flatMap(({ is_present: present, relative_path: path }) =>
    present && isPath(path) ? [path] : []))
  return { paths, lanes, eventCounts, blockingPresent: (step) => blockingPresent(manifest, paths, step) }
}
