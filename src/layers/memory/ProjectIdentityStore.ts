import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as SynchronizedRef from "effect/SynchronizedRef"
import { BuildId, NodeId, ProjectUuid } from "../../domain/identity/ids.js"
import { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import { Identifiers } from "../../services/Identifiers.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"

const nodeId = NodeId.make("000000000001")

/** An identity held in memory, made on first use; `stored` is one that is there already. */
export const layer = (stored: Option.Option<ProjectIdentity> = Option.none()) =>
  Layer.effect(
    ProjectIdentityStore,
    Effect.gen(function*() {
      const identifiers = yield* Identifiers
      const state = yield* SynchronizedRef.make(stored)
      const make = Effect.gen(function*() {
        return new ProjectIdentity({
          project_uuid: ProjectUuid.make(yield* identifiers.uuid),
          project_slug: "sample",
          build_id: BuildId.make(yield* identifiers.uuid),
          node_id: nodeId,
          repo_slug: null
        })
      })
      const provisional = Effect.flatMap(SynchronizedRef.get(state), (before) =>
        Option.isSome(before) ? Effect.succeed(before.value) : make)
      return ProjectIdentityStore.of({
        projectUuid: Effect.map(SynchronizedRef.get(state), Option.map((identity) => identity.project_uuid)),
        provisional,
        // No files hold it: an upgrade finds the identity there, and nothing to write.
        draft: () => Effect.map(provisional, (identity) => ({ identity, files: [], steps: [] })),
        // Synchronized: fibers that start together get one identity.
        ensure: SynchronizedRef.modifyEffect(state, (before) =>
          Effect.map(Option.isSome(before) ? Effect.succeed(before.value) : make, (identity) => [identity, Option.some(identity)]))
      })
    })
  )
