import * as Schema from "effect/Schema"
import { ContextDiagnostics, HashAlgorithm, moment, namespace } from "./dossierParts.js"
import { filled, optionalOrNull, wholeNumber } from "./wireText.js"

/** Payload: the state of a whole dossier in one hash. One per scan, the last of its events (042, contract 3.0.0). */
export class MissionDossierSnapshotComputed
  extends Schema.Class<MissionDossierSnapshotComputed>("MissionDossierSnapshotComputed")({
    namespace,
    snapshot_hash: filled(
      "Parity hash of all present artifacts in lower-case hex.",
      "b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060"
    ),
    artifact_count: wholeNumber(0, "Artifacts of the dossier, present or not; 0 or more.", 15),
    anomaly_count: wholeNumber(
      0, "Artifacts that are required at the step and missing, or can't be read; 0 or more.", 0
    ),
    computed_at: moment("When the snapshot was computed."),
    algorithm: optionalOrNull(HashAlgorithm),
    context_diagnostics: optionalOrNull(ContextDiagnostics)
  }, { description: "The state of a whole dossier. No other fields are taken." })
{}
