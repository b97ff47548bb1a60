import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import { explain } from "../../domain/dossier/explain.js"
import type { Explanation } from "../../domain/dossier/Explanation.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import { takeNotices } from "../../services/Notices.js"
import { queueDiagnostics } from "../sync/queueDiagnostics.js"
import type { UploadState } from "../../domain/sync/UploadState.js"
import { findArtifact } from "./findArtifact.js"
import { gateSays } from "./gateSays.js"
import { uploadStates } from "./uploadStates.js"

/** Which artifact is to be explained. */
export interface ExplainRequest {
  /** A path or an artifact key, as it was typed. */
  readonly subject: string
  readonly selection: MissionSelection
}

const nextOf = ({ last }: Explanation): ReadonlyArray<string> => {
  switch (last?.state) {
    case "not_sent":
      return last.reason_code === "no_server" ? ["spec-kitty sync server URL"] : last.reason_code === null ? ["spec-kitty sync"] : []
    case "queued":
      return ["spec-kitty sync --wait 30s"]
    case "failed":
      return ["spec-kitty sync status"]
    default:
      return []
  }
}

/** Why one artifact is classed, required and uploaded as it is, and what became of it (N-01). Reads only. */
export const explainArtifact = Effect.fn("explainArtifact")(function*({ selection, subject: typed }: ExplainRequest) {
  const { diagnostics, mission, subject } = yield* findArtifact(typed, selection)
  const states = yield* uploadStates(mission)
  const standing = subject._tag === "Artifact" ? states.get(subject.artifact.relative_path) ?? null : null
  // What was never sent may be what the gate refuses: sync would say so, and so does this.
  const refused = subject._tag === "Artifact" && standing?.state === "not_sent" ? yield* gateSays(mission, subject.artifact) : null
  const last: UploadState | null = standing === null || refused === null
    ? standing
    : { ...standing, state: "skipped", reason_code: "contract", reason: `the contract gate would refuse it: ${refused}` }
  const data = explain(mission, subject, last)
  const outcome: Outcome<Explanation> = {
    data,
    diagnostics: [...(yield* queueDiagnostics), ...(yield* takeNotices), ...diagnostics],
    exitCode: 0,
    next: nextOf(data)
  }
  return outcome
})
