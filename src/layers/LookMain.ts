import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as path from "node:path"
import type { ProjectFlags } from "../services/GlobalFlags.js"
import { ProjectIdentityStore } from "../services/ProjectIdentityStore.js"
import * as Notices from "./memory/Notices.js"
import * as ArtifactIndexer from "./node/ArtifactIndexer.js"
import * as ArtifactTree from "./node/ArtifactTree.js"
import * as ContentHasher from "./node/ContentHasher.js"
import * as Credentials from "./node/Credentials.js"
import * as GitOnce from "./node/GitOnce.js"
import * as Identifiers from "./node/Identifiers.js"
import * as LeaseOwner from "./node/LeaseOwner.js"
import * as ManifestRegistry from "./node/ManifestRegistry.js"
import * as MissionStore from "./node/MissionStore.js"
import * as ProjectNode from "./node/Project.js"
import * as IdentityStore from "./node/ProjectIdentityStore.js"
import { projectSettings } from "./node/projectSettings.js"
import * as ServerConsent from "./node/ServerConsent.js"
import * as SignInStore from "./node/SignInStore.js"
import * as QueueLook from "./sqlite/QueueLook.js"
import * as UnmigratedRows from "./sqlite/UnmigratedRows.js"

/**
 * The system for commands that look and change nothing, in the parts that can fail apart from each other. None of them
 * loads an HTTP client, makes a file or compiles the contract; the network and the gate are added by who needs them.
 */

/** Files, git and the project's place: fails outside a project alone. */
export const ground = (flags: ProjectFlags) =>
  Layer.mergeAll(GitOnce.layer, LeaseOwner.layer).pipe(
    Layer.provideMerge(Layer.mergeAll(ContentHasher.layer, Identifiers.layer, Notices.layer)),
    Layer.provideMerge(ProjectNode.layer(path.resolve(flags.project ?? "."))),
    Layer.provideMerge(NodeContext.layer)
  )

/** On `ground`. Fails where a file of settings can't be used. */
export const settings = projectSettings

/** Who the project is, where it may send, and what the original tool left of it. On `ground` and `settings`. */
export const identity = Layer.mergeAll(Credentials.layer, IdentityStore.layer, ServerConsent.layer, UnmigratedRows.layer).pipe(
  Layer.provideMerge(SignInStore.layer)
)

/** The missions' own files and their types. On `ground`. */
export const missions = Layer.merge(MissionStore.layer, ManifestRegistry.layer)

/** Missions as dossiers. On `ground`, `settings` and `missions`. */
export const indexer = Layer.provide(ArtifactIndexer.layer, ArtifactTree.layer)

const projectUuid = Effect.flatMap(ProjectIdentityStore, (store) => store.projectUuid)

/** The queue's counters, rows and receipts. On `ground`, `settings` and `identity`. */
export const queue = Layer.unwrapEffect(Effect.map(projectUuid, QueueLook.layer))
