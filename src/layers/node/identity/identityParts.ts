import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { BuildId, ProjectUuid } from "../../../domain/identity/ids.js"
import { ProjectIdentity } from "../../../domain/identity/ProjectIdentity.js"
import { projectSlugOf, repoSlugOf } from "../../../domain/identity/repoSlug.js"
import { Git } from "../../../services/Git.js"
import { Identifiers } from "../../../services/Identifiers.js"
import { Project } from "../../../services/Project.js"
import type { FoundIdentity } from "./findIdentity.js"
import { MachineAccount, nodeIdOf } from "./machineAccount.js"

/** The three parts that are made once and stored. */
export type MadeParts = Pick<ProjectIdentity, "project_uuid" | "build_id" | "node_id">

/** The three parts where all of them are stored. */
export const storedParts = (found: FoundIdentity): Option.Option<MadeParts> =>
  Option.all({ project_uuid: found.uuid, build_id: found.buildId, node_id: found.nodeId })

/** The three parts, those that are missing made now. */
export const madeParts = Effect.fn("madeParts")(function*({ buildId, nodeId, uuid }: FoundIdentity) {
  const identifiers = yield* Identifiers
  const account = yield* MachineAccount
  const made: MadeParts = {
    project_uuid: Option.isSome(uuid) ? uuid.value : ProjectUuid.make(yield* identifiers.uuid),
    build_id: Option.isSome(buildId) ? buildId.value : BuildId.make(yield* identifiers.uuid),
    node_id: Option.getOrElse(nodeId, () => nodeIdOf(account.host, account.user))
  }
  return made
})

/** The slug that is stored, else the one that remote or folder give. */
export const slugOf = Effect.fn("slugOf")(function*({ slug }: FoundIdentity) {
  if (Option.isSome(slug)) return slug.value
  const path = yield* Path.Path
  return projectSlugOf(yield* (yield* Git).remoteUrl, path.basename((yield* Project).root))
})

/** The whole identity of these parts. */
export const identityOf = Effect.fn("identityOf")(function*(found: FoundIdentity, made: MadeParts) {
  const { repoSlug } = found.config
  const remote = Option.isSome(repoSlug) ? Option.none() : yield* (yield* Git).remoteUrl
  return new ProjectIdentity({
    ...made,
    project_slug: yield* slugOf(found),
    repo_slug: Option.getOrNull(Option.orElse(repoSlug, () => Option.flatMap(remote, repoSlugOf)))
  })
})
