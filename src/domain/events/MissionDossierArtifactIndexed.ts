import * as Schema from "effect/Schema"
import {
  ArtifactIdentity, ContentHashRef, ContextDiagnostics, moment, namespace, ProvenanceRef, stepId
} from "./dossierParts.js"
import { optionalOrNull } from "./wireText.js"

/** Payload: an artifact is present with this content. One per present artifact and scan (042, contract 3.0.0). */
export class MissionDossierArtifactIndexed
  extends Schema.Class<MissionDossierArtifactIndexed>("MissionDossierArtifactIndexed")({
    namespace,
    artifact_id: ArtifactIdentity.annotations({ description: "The artifact that was indexed." }),
    content_ref: ContentHashRef.annotations({ description: "What it holds." }),
    indexed_at: moment("When it was indexed."),
    provenance: optionalOrNull(ProvenanceRef),
    step_id: stepId,
    supersedes: optionalOrNull(
      ArtifactIdentity.annotations({ description: "The artifact that this one takes the place of." })
    ),
    context_diagnostics: optionalOrNull(ContextDiagnostics)
  }, { description: "An artifact of a mission is present with this content. No other fields are taken." })
{}
