import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as path from "node:path"
import type { ProjectFlags } from "../services/GlobalFlags.js"
import { LockPatience } from "../services/LockPatience.js"
import { ProjectIdentityStore } from "../services/ProjectIdentityStore.js"
import * as BodyTransport from "./http/BodyTransport.js"
import * as HttpPolicy from "./http/HttpPolicy.js"
import * as EventTransport from "./http/EventTransport.js"
import * as MemoryQueue from "./memory/DeliveryQueue.js"
import * as Notices from "./memory/Notices.js"
import * as ArtifactIndexer from "./node/ArtifactIndexer.js"
import * as ArtifactTree from "./node/ArtifactTree.js"
import * as ContentHasher from "./node/ContentHasher.js"
import * as ContractGate from "./node/ContractGate.js"
import * as Credentials from "./node/Credentials.js"
import * as CryptoRandom from "./node/CryptoRandom.js"
import * as DossierStore from "./node/DossierStore.js"
import * as Git from "./node/Git.js"
import * as Identifiers from "./node/Identifiers.js"
import * as LeaseOwner from "./node/LeaseOwner.js"
import * as ManifestRegistry from "./node/ManifestRegistry.js"
import * as MissionStore from "./node/MissionStore.js"
import * as ProjectNode from "./node/Project.js"
import * as IdentityStore from "./node/ProjectIdentityStore.js"
import * as ServerConsent from "./node/ServerConsent.js"
import { projectSettings } from "./node/projectSettings.js"
import * as SqliteQueue from "./sqlite/DeliveryQueue.js"

/**
 * Which queue a command works on.
 * - `durable-ensure`: the project's file; a project without identity gets one first.
 * - `durable-if-known`: the project's file where the project has an identity, else an empty one in memory.
 * - `durable-if-there`: the project's file where there is one, else an empty one in memory: for commands that only read.
 * - `none`: an empty one in memory, for commands that look only.
 */
export type QueueMode = "durable-ensure" | "durable-if-known" | "durable-if-there" | "none"

export interface ProjectLayerOptions {
  readonly flags: ProjectFlags
  readonly queue: QueueMode
}

const queueFor = (mode: QueueMode) =>
  Layer.unwrapEffect(Effect.gen(function*() {
    const store = yield* ProjectIdentityStore
    const project = mode === "none"
      ? Option.none()
      : mode === "durable-ensure"
      ? Option.some((yield* store.ensure).project_uuid)
      : yield* store.projectUuid
    return Option.match(project, {
      onNone: () => MemoryQueue.layer,
      onSome: mode === "durable-if-there" ? SqliteQueue.layerReading : SqliteQueue.layer
    })
  }))

const transports = Layer.mergeAll(EventTransport.layer, BodyTransport.layer).pipe(Layer.provide(HttpPolicy.layer))

/** Everything of the whole system but the queue and the network: files, git, identity, settings, the contract. */
export const localLayer = (flags: ProjectFlags) =>
  ArtifactIndexer.layer.pipe(
    Layer.provideMerge(Layer.mergeAll(
      ArtifactTree.layer,
      ContractGate.layer,
      Credentials.layer,
      DossierStore.layer,
      IdentityStore.layer,
      ManifestRegistry.layer,
      MissionStore.layer,
      ServerConsent.layer
    )),
    Layer.provideMerge(Layer.mergeAll(Git.layer, LeaseOwner.layer)),
    Layer.provideMerge(Layer.mergeAll(ContentHasher.layer, Identifiers.layer, Notices.layer, projectSettings(flags))),
    Layer.provideMerge(ProjectNode.layer(path.resolve(flags.project ?? "."))),
    Layer.provideMerge(NodeContext.layer)
  )

/** The whole system for one project, on files, git, SQLite and HTTP. Randomness comes from the operating system. */
export const projectLayer = ({ flags, queue }: ProjectLayerOptions) =>
  queueFor(queue).pipe(
    Layer.provideMerge(transports),
    Layer.provideMerge(localLayer(flags)),
    Layer.provideMerge(flags.timeout === null ? Layer.empty : Layer.succeed(LockPatience, flags.timeout)),
    Layer.provideMerge(CryptoRandom.layer)
  )
