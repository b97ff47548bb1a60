import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as path from "node:path"
import { DeliveryQueue } from "../services/DeliveryQueue.js"
import type { ProjectFlags } from "../services/GlobalFlags.js"
import { LockPatience } from "../services/LockPatience.js"
import { Project } from "../services/Project.js"
import { ProjectIdentityStore } from "../services/ProjectIdentityStore.js"
import { Settings } from "../services/Settings.js"
import * as BodyTransport from "./http/BodyTransport.js"
import * as EventTransport from "./http/EventTransport.js"
import * as requests from "./http/requests.js"
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
import * as GitOnce from "./node/GitOnce.js"
import * as Identifiers from "./node/Identifiers.js"
import * as LeaseOwner from "./node/LeaseOwner.js"
import * as ManifestRegistry from "./node/ManifestRegistry.js"
import * as MissionFolders from "./node/MissionFolders.js"
import * as MissionIntents from "./node/MissionIntents.js"
import * as MissionStore from "./node/MissionStore.js"
import * as ProjectNode from "./node/Project.js"
import * as IdentityStore from "./node/ProjectIdentityStore.js"
import * as ServerConsent from "./node/ServerConsent.js"
import { projectSettings } from "./node/projectSettings.js"
import * as SignInStore from "./node/SignInStore.js"
import * as SqliteQueue from "./sqlite/DeliveryQueue.js"
import * as UnmigratedRows from "./sqlite/UnmigratedRows.js"

/**
 * Which queue a command works on.
 * - `durable-ensure`: the project's file; a project without identity gets one first.
 * - `durable-if-known`: the project's file where the project has an identity, else an empty one in memory.
 * - `durable-if-there`: the project's file where there is one, else an empty one in memory: for commands that only read.
 * - `none`: an empty one in memory, for commands that look only.
 */
export type QueueMode = "durable-ensure" | "durable-if-known" | "durable-if-there" | "none"

/** Which project, and which queue. */
export interface ProjectLayerOptions {
  readonly flags: ProjectFlags
  readonly queue: QueueMode
  /** For a command that runs once and ends: git is asked each question once, since each costs a process. */
  readonly oneRun?: boolean
}

const queueFor = (mode: QueueMode) =>
  Layer.unwrapEffect(Effect.gen(function*() {
    const store = yield* ProjectIdentityStore
    const stored = mode === "none"
      ? Option.none()
      : yield* store.projectUuid
    // A program that is going to refuse must find the identity as it was: it is made here only where there is none.
    const project = mode === "durable-ensure" && Option.isNone(stored)
      ? Option.some((yield* store.ensure).project_uuid)
      : stored
    return Option.match(project, {
      onNone: () => MemoryQueue.layer,
      onSome: mode === "durable-if-there" ? SqliteQueue.layerReading : SqliteQueue.layer
    })
  }))

const transports = Layer.mergeAll(EventTransport.layer, BodyTransport.layer)

/** Services that an embedder brought, whichever they are. */
type Given = Context.Context<never>

const gives = <I, S>(given: Given, tag: Context.Tag<I, S>): boolean => Option.isSome(Context.getOption(given, tag))

/**
 * What was given stands beside ours at each level, and wins: so whatever is built above takes it. Ours of settings and
 * project read files and can fail, so they are not built where they are not wanted.
 */
const localOver = (given: Given, flags: ProjectFlags, oneRun = false) => {
  const own: Layer.Layer<never> = Layer.succeedContext(given)
  const wanted = <I, S, E, R>(tag: Context.Tag<I, S>, ours: Layer.Layer<I, E, R>) =>
    Option.match(Context.getOption(given, tag), { onNone: () => ours, onSome: (it) => Layer.succeed(tag, it) })
  return ArtifactIndexer.layer.pipe(
    Layer.provideMerge(Layer.mergeAll(
      ArtifactTree.layer,
      ContractGate.layer,
      Credentials.layer,
      DossierStore.layer,
      IdentityStore.layer,
      ManifestRegistry.layer,
      MissionFolders.layer,
      MissionIntents.layer,
      MissionStore.layer,
      ServerConsent.layer,
      UnmigratedRows.layer,
      own
    )),
    Layer.provideMerge(Layer.merge(SignInStore.layer, own)),
    Layer.provideMerge(Layer.mergeAll(oneRun ? GitOnce.layer : Git.layer, LeaseOwner.layer, own)),
    Layer.provideMerge(Layer.mergeAll(
      ContentHasher.layer, Identifiers.layer, Notices.layer, wanted(Settings, projectSettings(flags)), own
    )),
    Layer.provideMerge(wanted(Project, ProjectNode.layer(path.resolve(flags.project ?? ".")))),
    Layer.provideMerge(Layer.merge(NodeContext.layer, own))
  )
}

const projectOver = (given: Given, { flags, oneRun, queue }: ProjectLayerOptions) => {
  const own: Layer.Layer<never> = Layer.succeedContext(given)
  return Layer.merge(queueFor(gives(given, DeliveryQueue) ? "none" : queue), own).pipe(
    Layer.provideMerge(Layer.merge(transports, own)),
    Layer.provideMerge(Layer.merge(requests.layer, own)),
    Layer.provideMerge(localOver(given, flags, oneRun)),
    Layer.provideMerge(flags.timeout === null ? Layer.empty : Layer.succeed(LockPatience, flags.timeout)),
    Layer.provideMerge(CryptoRandom.layer)
  )
}

/** Everything of the whole system but the queue and the network: files, git, identity, settings, the contract. */
export const localLayer = (flags: ProjectFlags) => localOver(Context.empty(), flags)

/** The whole system for one project, on files, git, SQLite and HTTP. Randomness comes from the operating system. */
export const projectLayer = (options: ProjectLayerOptions) => projectOver(Context.empty(), options)

/** `localLayer` with layers of your own: see `projectLayerWith`. */
export const localLayerWith = <Own, E, R>(flags: ProjectFlags, own: Layer.Layer<Own, E, R>) =>
  Layer.flatMap(own, (given) => Layer.merge(localOver(given, flags), Layer.succeedContext(given)))

/**
 * The whole system with layers of your own: each service that `own` gives takes the place of ours wherever it is used,
 * by the programs and by the rest of the system. A queue comes whole: `DeliveryQueue` with its clock and its views, as
 * the queues that ship give them; `options.queue` is without effect then.
 */
export const projectLayerWith = <Own, E, R>(options: ProjectLayerOptions, own: Layer.Layer<Own, E, R>) =>
  Layer.flatMap(own, (given) => Layer.merge(projectOver(given, options), Layer.succeedContext(given)))
