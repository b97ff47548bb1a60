import * as Schema from "effect/Schema"
import { ArtifactIdentity, ContextDiagnostics, moment, namespace, ProvenanceRef } from "./dossierParts.js"
import { filled, freeText, optionalOrNull } from "./wireText.js"

/** Payload: an artifact the manifest asks for is not there, or a text artifact can't be used (042, contract 3.0.0). */
export class MissionDossierArtifactMissing
  extends Schema.Class<MissionDossierArtifactMissing>("MissionDossierArtifactMissing")({
    namespace,
    expected_identity: ArtifactIdentity.annotations({ description: "The artifact that should be there." }),
    manifest_step: filled("required_always, or the step that asks for it.", "required_always", "plan"),
    checked_at: moment("When it was looked for."),
    last_known_ref: optionalOrNull(ProvenanceRef),
    remediation_hint: optionalOrNull(freeText("What would make it present.", "Create spec.md.")),
    context_diagnostics: optionalOrNull(ContextDiagnostics)
  }, { description: "An artifact is missing or can't be used. No other fields are taken." })
{}
