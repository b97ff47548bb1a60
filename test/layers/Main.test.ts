import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import { BuildId, NodeId, ProjectUuid } from "../../src/domain/identity/ids.js"
import { ProjectIdentity } from "../../src/domain/identity/ProjectIdentity.js"
import { ServerUrl } from "../../src/domain/sync/ServerTarget.js"
import { projectLayerWith } from "../../src/layers/Main.js"
import * as MemoryBodies from "../../src/layers/memory/BodyTransport.js"
import * as MemoryQueue from "../../src/layers/memory/DeliveryQueue.js"
import * as MemoryEvents from "../../src/layers/memory/EventTransport.js"
import * as MemoryGit from "../../src/layers/memory/Git.js"
import * as MemoryIdentity from "../../src/layers/memory/ProjectIdentityStore.js"
import * as Progress from "../../src/layers/memory/Progress.js"
import * as MemorySettings from "../../src/layers/memory/Settings.js"
import * as ContentHasher from "../../src/layers/node/ContentHasher.js"
import * as ContractGate from "../../src/layers/node/ContractGate.js"
import * as Identifiers from "../../src/layers/node/Identifiers.js"
import * as LeaseOwner from "../../src/layers/node/LeaseOwner.js"
import { Environment } from "../../src/layers/node/Settings.js"
import { flagsFor } from "../../src/layers/Testing.js"
import { sync } from "../../src/programs/sync/sync.js"
import { ServerConsent } from "../../src/services/ServerConsent.js"
import { smallMission, temporaryProject } from "../fixtures/project.js"

const server = ServerUrl.make("https://receiver.example")
const identity = new ProjectIdentity({
  project_uuid: ProjectUuid.make("3f0c7c1e-58a2-4d6b-9a55-6f2f4c2f9d10"),
  project_slug: "ours",
  build_id: BuildId.make("6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22"),
  node_id: NodeId.make("1f9c03ab77de"),
  repo_slug: null
})

const transports = Layer.merge(MemoryEvents.layer, MemoryBodies.layer)
const consent = Layer.succeed(ServerConsent, {
  get: () => Effect.succeed(Option.some(server)),
  set: () => Effect.void,
  clear: () => Effect.void
})
const usual = Layer.mergeAll(transports, consent, Progress.layer, Logger.minimumLogLevel(LogLevel.None))

const system = <A, E, R>(project: string, own: Layer.Layer<A, E, R>) =>
  projectLayerWith({ flags: flagsFor(project), queue: "durable-ensure" }, Layer.merge(usual, own)).pipe(
    Layer.provide(Layer.succeed(Environment, { SPEC_KITTY_HOME: `${project}-home` }))
  )

const syncAll = sync({ selection: { _tag: "All" }, wait: null, requireDelivered: false, offline: false })
const sentEvents = Effect.map(Effect.flatMap(MemoryEvents.EventTransportSteering, ({ received }) => received), (batches) =>
  batches.flat().map(({ event }) => event.value))

describe("the whole system with layers of another's", () => {
  it.scopedLive("U-44 git and the identity store of an embedder are what the rest of the system asks", () =>
    Effect.gen(function*() {
      const project = yield* temporaryProject(smallMission("001-alpha"))
      const own = Layer.merge(
        MemoryGit.layer({ branch: "theirs", headCommit: "0123456789abcdef0123456789abcdef01234567" }),
        Layer.provide(MemoryIdentity.layer(Option.some(identity)), Identifiers.layer)
      )
      const [{ diagnostics }, events] = yield* Effect.all([syncAll, sentEvents]).pipe(Effect.provide(system(project, own)))
      // The missions' own store asked it as well: the mission is for main.
      expect(diagnostics.map(({ message }) => message).filter((message) => message.includes("theirs"))).toHaveLength(1)
      expect(new Set(events.map(({ git_branch, project_uuid }) => `${git_branch} ${project_uuid}`)))
        .toEqual(new Set([`theirs ${identity.project_uuid}`]))
      expect(fs.existsSync(`${project}/.kittify/config.yaml`)).toBe(false)
    }))

  it.scopedLive("U-44 with settings of an embedder no file of settings is read, and their home is used", () =>
    Effect.gen(function*() {
      const project = yield* temporaryProject(smallMission("001-alpha"))
      const home = `${project}-home/theirs`
      fs.mkdirSync(`${project}-home`)
      fs.writeFileSync(`${project}-home/config.toml`, "this is no TOML [")
      const broken = yield* Effect.flip(Effect.provide(syncAll, system(project, Layer.empty)))
      expect(broken._tag).toBe("ConfigInvalid")
      const { data } = yield* syncAll.pipe(Effect.provide(system(project, MemorySettings.layer({ home }))))
      expect(data.delivery).toBe("delivered")
      expect(fs.existsSync(`${home}/projects`)).toBe(true)
      expect(fs.existsSync(`${project}-home/projects`)).toBe(false)
    }))

  it.scopedLive("U-44 E-01 a queue of an embedder stands in for the file: none is made", () =>
    Effect.gen(function*() {
      const project = yield* temporaryProject(smallMission("001-alpha"))
      const queue = MemoryQueue.layer.pipe(Layer.provide(Layer.mergeAll(
        ContentHasher.layer, LeaseOwner.layer, ContractGate.layer, MemorySettings.layer()
      )), Layer.provide(Layer.merge(Identifiers.layer, NodeContext.layer)))
      const { data } = yield* syncAll.pipe(Effect.provide(system(project, queue)))
      expect(data.delivery).toBe("delivered")
      expect(fs.existsSync(`${project}-home/projects`)).toBe(false)
    }))

  it.scopedLive("U-44 a file system of an embedder is the one that state is kept with", () =>
    Effect.gen(function*() {
      const project = yield* temporaryProject(smallMission("001-alpha"))
      const touched: Array<string> = []
      const own = Layer.effect(FileSystem.FileSystem, Effect.map(FileSystem.FileSystem, (real) => ({
        ...real,
        realPath: (path: string) => Effect.zipRight(Effect.sync(() => touched.push(path)), real.realPath(path))
      }))).pipe(Layer.provide(NodeFileSystem.layer))
      yield* syncAll.pipe(Effect.provide(system(project, own)))
      expect(touched).toContain(project)
    }))
})
