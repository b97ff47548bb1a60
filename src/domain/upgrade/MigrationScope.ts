import type { BuildId, NodeId, ProjectUuid } from "../identity/ids.js"
import type { MissionForEvents } from "./MissionForEvents.js"

/** Whose rows are brought over, and what fills the gaps of their events. */
export interface MigrationScope {
  readonly project: ProjectUuid
  readonly buildId: BuildId
  readonly nodeId: NodeId
  readonly missions: ReadonlyMap<string, MissionForEvents>
}
