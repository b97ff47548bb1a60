import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Order from "effect/Order"
import { basename, dirname, isAbsolute, sep } from "node:path"
import { codePointOrder } from "../../domain/dossier/codePointOrder.js"
import type { MissionDirectory } from "../../domain/mission/MissionFacts.js"
import type { LeftAlone } from "../../domain/upgrade/UpgradePlan.js"
import { Git } from "../../services/Git.js"
import { LegacyFiles, type RewrittenFiles } from "../../services/LegacyFiles.js"
import { MissionStore } from "../../services/MissionStore.js"
import { Project } from "../../services/Project.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { configFiles } from "./configFiles.js"
import { dossierFiles, type FileOutcome, missionFiles, together } from "./missionFiles.js"
import { leftAlone, pathFrom } from "./projectText.js"

type IdentityPart = Pick<RewrittenFiles, "identity" | "projectUuid" | "buildId" | "nodeId"> & FileOutcome

/** Without a config.yaml that can be read nothing is known of the identity. */
const withoutIdentity = (fault: LeftAlone): IdentityPart => ({
  files: [],
  leftAlone: [fault],
  identity: [],
  projectUuid: null,
  buildId: null,
  nodeId: null
})

const identityPart = (root: string): Effect.Effect<IdentityPart, never, ProjectIdentityStore> =>
  configFiles(root).pipe(
    Effect.map(({ files, identity, steps }): IdentityPart => ({
      files,
      leftAlone: [],
      identity: steps,
      projectUuid: identity.project_uuid,
      buildId: identity.build_id,
      nodeId: identity.node_id
    })),
    Effect.catchAll((fault) => Effect.succeed(withoutIdentity(fault)))
  )

/** Files of another checkout, which a link leads to, are that one's to upgrade. */
const withinProject = ({ files, leftAlone: named }: FileOutcome): FileOutcome => {
  const outside = files.filter(({ path }) => isAbsolute(path))
  const detail = "a link leads to it from here: run spec-kitty upgrade in the checkout that it belongs to"
  return {
    files: files.filter(({ path }) => !isAbsolute(path)),
    leftAlone: [...named, ...outside.map(({ path }) => leftAlone(path, detail))]
  }
}

/** Two names may lead to one directory: what its own name says of it comes last, and stays. */
const linksFirst = Order.mapInput(Order.boolean, ({ path, slug }: MissionDirectory) => basename(path) === slug)

const lastOfEach = <A>(all: ReadonlyArray<A>, key: (one: A) => string): ReadonlyArray<A> =>
  [...new Map(all.map((one) => [key(one), one])).values()]

const byPath = Order.mapInput(codePointOrder, ({ path }: { readonly path: string }) => path)

const make = Effect.gen(function*() {
  const { root } = yield* Project
  const { commonDirectory } = yield* Git
  const { list } = yield* MissionStore
  const identityStore = yield* ProjectIdentityStore

  /** The missions that live commands read: those of the project and of its repository's main checkout. */
  const missions = Effect.gen(function*() {
    const homes = [root, ...Option.toArray(Option.map(yield* commonDirectory, dirname))]
    const reached = (yield* list).filter(({ path }) => homes.some((home) => path.startsWith(home + sep)))
    return Array.sort(reached, linksFirst)
  }).pipe(
    Effect.map((found) => ({ found, faults: [] })),
    Effect.catchTag("MissionUnreadable", ({ detail, path }) => {
      const found: ReadonlyArray<MissionDirectory> = []
      return Effect.succeed({ found, faults: [leftAlone(pathFrom(root, path), detail)] })
    })
  )

  const rewritten = Effect.gen(function*() {
    const { files: configured, leftAlone: unconfigured, ...identity } = yield* identityPart(root)
    const { faults, found } = yield* missions
    const read = yield* Effect.forEach(found, (mission) => missionFiles(root, mission))
    const { files, leftAlone: named } = together([
      { files: configured, leftAlone: [...unconfigured, ...faults] },
      yield* dossierFiles(root, root),
      ...read.map(({ outcome }) => withinProject(outcome))
    ])
    const answer: RewrittenFiles = {
      ...identity,
      files: Array.sort(lastOfEach(files, ({ path }) => path), byPath),
      leftAlone: lastOfEach(named, ({ line, path }) => `${path}:${line}`),
      missions: new Map(read.map(({ events }) => [events.slug, events]))
    }
    return answer
  })

  return LegacyFiles.of({ rewritten: Effect.provideService(rewritten, ProjectIdentityStore, identityStore) })
})

/**
 * The files below `.kittify/` and `kitty-specs/`, each read once, at most 64 MiB of it, never through a symlink in its
 * last segment. Needs the identity as `ProjectIdentityStore.draft` makes it.
 */
export const layer = Layer.effect(LegacyFiles, make)
