import type { KnownNamespace } from "../../domain/dossier/ScanReport.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"

/** The namespace as far as the mission's own files and the project's identity tell it. */
export const knownNamespace = (mission: IndexedMission, projectUuid: string | null): KnownNamespace => ({
  project_uuid: projectUuid,
  mission_slug: mission.dossier.mission_slug,
  target_branch: mission.facts.meta?.target_branch ?? null,
  mission_type: mission.facts.meta?.mission_type ?? null,
  manifest_version: mission.dossier.manifest_version ?? "1"
})
