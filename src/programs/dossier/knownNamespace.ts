import type { KnownNamespace } from "../../domain/dossier/ScanReport.js"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import { namespaceOf } from "../../domain/identity/namespaceOf.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"

/** A blank text says as little as none. */
const known = (text: string | null | undefined): string | null => text === undefined || text?.trim() === "" ? null : text

/** The namespace as far as the mission's own files and the project's identity tell it. */
export const knownNamespace = (mission: IndexedMission, projectUuid: string | null): KnownNamespace => ({
  project_uuid: projectUuid,
  mission_slug: mission.dossier.mission_slug,
  target_branch: known(mission.facts.meta?.target_branch),
  mission_type: known(mission.facts.meta?.mission_type),
  manifest_version: mission.dossier.manifest_version ?? "1"
})

/** The whole namespace of a scanned mission, or the fields that its meta.json lacks. */
export const missionNamespace = ({ dossier, facts }: IndexedMission, project_uuid: ProjectUuid) =>
  namespaceOf({ project_uuid, slug: dossier.mission_slug, meta: facts.meta, manifestVersion: dossier.manifest_version })
