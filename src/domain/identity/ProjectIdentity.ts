import * as Schema from "effect/Schema"
import { BuildId, NodeId, ProjectUuid } from "./ids.js"

/** Who sends: project, checkout and machine account (064 FR-005). */
export class ProjectIdentity extends Schema.Class<ProjectIdentity>("spec-kitty/ProjectIdentity")({
  project_uuid: ProjectUuid,
  project_slug: Schema.NullOr(Schema.String),
  build_id: BuildId,
  node_id: NodeId,
  /** `owner/repo[/…]` of the git remote, or the user's own value; null without either. */
  repo_slug: Schema.NullOr(Schema.String)
}) {}
