import * as Schema from "effect/Schema"
import { ArtifactIdentity, ContextDiagnostics, moment, namespace } from "./dossierParts.js"
import { filled, freeText, optionalOrNull } from "./wireText.js"

const hashExample = "b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060"

/** What kind of difference was found. */
export const DriftKind = Schema.Literal(
  "artifact_added", "artifact_removed", "artifact_mutated", "anomaly_introduced", "anomaly_resolved",
  "manifest_version_changed"
).annotations({ description: "What kind of difference was found.", examples: ["artifact_mutated"] })

/** Payload: a dossier differs from its accepted baseline (042, contract 3.0.0). */
export class MissionDossierParityDriftDetected
  extends Schema.Class<MissionDossierParityDriftDetected>("MissionDossierParityDriftDetected")({
    namespace,
    expected_hash: filled("Parity hash of the baseline in lower-case hex.", hashExample),
    actual_hash: filled("Parity hash found now in lower-case hex.", hashExample),
    drift_kind: DriftKind,
    detected_at: moment("When the difference was found."),
    artifact_ids_changed: optionalOrNull(
      Schema.Array(ArtifactIdentity).annotations({ description: "The artifacts that differ." })
    ),
    rebuild_hint: optionalOrNull(freeText("What would bring both together again.", "Scan again.")),
    context_diagnostics: optionalOrNull(ContextDiagnostics)
  }, { description: "A dossier differs from its baseline. No other fields are taken." })
{}
