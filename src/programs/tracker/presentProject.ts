import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import { TrackerProjectIdentity } from "../../domain/wire/tracker.js"
import { ContractGate } from "../../services/ContractGate.js"

const decode = Schema.decodeUnknown(TrackerProjectIdentity)

/**
 * What the project says of itself to a tracker, past the gate (064 FR-009). `repoSlug` is the user's own value or null; the
 * one of the git remote is not told. `gated` is what is sent, `shown` the same to look at.
 */
export const presentProject = Effect.fn("presentProject")(function*(identity: ProjectIdentity, repoSlug: string | null) {
  const { build_id, node_id, project_slug, project_uuid } = identity
  const gated = yield* (yield* ContractGate).check("tracker_bind", {
    uuid: project_uuid,
    slug: project_slug,
    node_id,
    repo_slug: repoSlug,
    build_id
  })
  // What passes the gate has the shape of the wire: anything else is a bug of ours.
  return { gated, shown: yield* Effect.orDie(decode(gated.value)) }
})
