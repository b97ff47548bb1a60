import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as crypto from "node:crypto"
import { BuildId, ProjectUuid } from "../../domain/identity/ids.js"
import { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import { projectSlugOf, repoSlugOf } from "../../domain/identity/repoSlug.js"
import { Git } from "../../services/Git.js"
import { Identifiers } from "../../services/Identifiers.js"
import { type LeaseOwner } from "../../services/LeaseOwner.js"
import type { Notices } from "../../services/Notices.js"
import { Project } from "../../services/Project.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { Settings } from "../../services/Settings.js"
import { writeFileAtomic } from "./atomicWrite.js"
import { withFileLock } from "./fileLock.js"
import { excludeFromGit } from "./gitExclude.js"
import { MachineAccount, nodeIdOf } from "./identity/machineAccount.js"
import { readStored, type StoredIdentity } from "./identity/storedIdentity.js"
import type { YamlEdit } from "./yaml/setScalars.js"

const localPattern = "**/.kittify/local.yaml"

/** The three places, and what each holds. */
const readPlaces = Effect.fn("readPlaces")(function*() {
  const { root } = yield* Project
  const { home } = yield* Settings
  const path = yield* Path.Path
  const checkout = crypto.createHash("sha256").update(root).digest("hex").slice(0, 16)
  const own = path.join(home, "checkouts", checkout)
  return {
    lock: path.join(own, "identity.lock"),
    config: yield* readStored(path.join(root, ".kittify", "config.yaml")),
    local: yield* readStored(path.join(root, ".kittify", "local.yaml")),
    // Where the checkout is read-only; what the repository holds wins.
    kept: yield* readStored(path.join(own, "identity.yaml"))
  }
})
type Places = Effect.Effect.Success<ReturnType<typeof readPlaces>>

/** Build and node of a tracked config.yaml are shared by all clones, so there they are not read. */
const checkoutFields = Effect.fn("checkoutFields")(function*({ config, kept, local }: Places) {
  const { isTracked } = yield* Git
  const isWhole = Option.isSome(local.buildId) && Option.isSome(local.nodeId)
  const place = isWhole || (yield* isTracked(".kittify/config.yaml")) ? local : config
  return {
    place,
    buildId: Option.firstSomeOf([local.buildId, place.buildId, kept.buildId]),
    nodeId: Option.firstSomeOf([local.nodeId, place.nodeId, kept.nodeId])
  }
})

const read = Effect.fn("ProjectIdentityStore.read")(function*() {
  const places = yield* readPlaces()
  const { config, kept } = places
  return {
    ...places,
    ...(yield* checkoutFields(places)),
    uuid: Option.orElse(config.uuid, () => kept.uuid),
    slug: Option.orElse(config.slug, () => kept.slug)
  }
})
type Found = Effect.Effect.Success<ReturnType<typeof read>>

const derivedSlug = Effect.gen(function*() {
  const path = yield* Path.Path
  return projectSlugOf(yield* (yield* Git).remoteUrl, path.basename((yield* Project).root))
})

/** The three parts that are made once and stored. */
type MadeParts = Pick<ProjectIdentity, "project_uuid" | "build_id" | "node_id">

const identityOf = Effect.fn("ProjectIdentityStore.identityOf")(function*({ config, slug }: Found, made: MadeParts) {
  const remote = Option.isSome(config.repoSlug) ? Option.none() : yield* (yield* Git).remoteUrl
  return new ProjectIdentity({
    ...made,
    project_slug: Option.isSome(slug) ? slug.value : yield* derivedSlug,
    repo_slug: Option.getOrNull(Option.orElse(config.repoSlug, () => Option.flatMap(remote, repoSlugOf)))
  })
})

/** The identity where every part that is stored is there. */
const complete = (found: Found) =>
  Effect.transposeMapOption(
    Option.all({ project_uuid: found.uuid, build_id: found.buildId, node_id: found.nodeId }),
    (made) => identityOf(found, made)
  )

const edit = (path: YamlEdit["path"], value: string): YamlEdit => ({ path, value })

/** The three parts, those that are missing made now. */
const madeParts = Effect.fn("madeParts")(function*({ buildId, nodeId, uuid }: Found) {
  const identifiers = yield* Identifiers
  const account = yield* MachineAccount
  const made: MadeParts = {
    project_uuid: Option.isSome(uuid) ? uuid.value : ProjectUuid.make(yield* identifiers.uuid),
    build_id: Option.isSome(buildId) ? buildId.value : BuildId.make(yield* identifiers.uuid),
    node_id: Option.getOrElse(nodeId, () => nodeIdOf(account.host, account.user))
  }
  return made
})

/** What is to be written: values found elsewhere, or made now. */
const missingParts = Effect.fn("missingParts")(function*(found: Found) {
  const { config, place, slug } = found
  const { build_id: build, node_id: node, project_uuid: projectUuid } = yield* madeParts(found)
  const projectSlug = Option.isSome(slug) ? slug.value : yield* derivedSlug
  return {
    project: [
      ...(Option.isNone(config.uuid) ? [edit(["project", "uuid"], projectUuid)] : []),
      // A slug is written along with the first uuid alone: a project that lives without one is not touched for it.
      ...(Option.isNone(config.uuid) && Option.isNone(config.slug) && projectSlug !== null
        ? [edit(["project", "slug"], projectSlug)]
        : [])
    ],
    checkout: [
      ...(Option.isNone(place.buildId) ? [edit(["build", "id"], build)] : []),
      ...(Option.isNone(place.nodeId) ? [edit(["node", "id"], node)] : [])
    ]
  }
})

/** Writes the edits, keeping the file's permissions. */
const write = Effect.fn("ProjectIdentityStore.write")(function*({ file, yaml }: StoredIdentity, edits: ReadonlyArray<YamlEdit>) {
  if (edits.length === 0) return
  const fileSystem = yield* FileSystem.FileSystem
  const mode = yield* fileSystem.stat(file).pipe(Effect.map((info) => info.mode & 0o777), Effect.orElseSucceed(() => 0o644))
  yield* writeFileAtomic(file, yaml.set(edits), { mode, durable: true })
})

const writeToRepository = Effect.fn("writeToRepository")(function*(found: Found, parts: Effect.Effect.Success<ReturnType<typeof missingParts>>) {
  const { config, local, place } = found
  if (place === config) return yield* write(config, [...parts.project, ...parts.checkout])
  const common = yield* (yield* Git).commonDirectory
  if (Option.isSome(common)) yield* excludeFromGit(common.value, localPattern)
  yield* write(local, parts.checkout)
  yield* write(config, parts.project)
})

/** Makes what is missing; called by one process at a time. */
const makeMissing = Effect.fn("ProjectIdentityStore.makeMissing")(function*() {
  const found = yield* read()
  const already = yield* complete(found)
  if (Option.isSome(already)) return already.value
  const parts = yield* missingParts(found)
  yield* writeToRepository(found, parts).pipe(
    // A read-only checkout: the identity is this user's, outside it.
    Effect.catchTag("StateNotWritable", () => write(found.kept, [...parts.project, ...parts.checkout]))
  )
  // What the disk holds now is the answer, so every process gives the same.
  return yield* Effect.flatten(Effect.flatMap(read(), complete)).pipe(
    Effect.catchTag("NoSuchElementException", (error) => Effect.die(error))
  )
})

/** Each question is put to git once: many processes wait for the lock, so its holder should not wait for git. */
const rememberingGit = Effect.gen(function*() {
  const git = yield* Git
  return Git.of({
    ...git,
    remoteUrl: yield* Effect.cached(git.remoteUrl),
    isTracked: yield* Effect.cachedFunction(git.isTracked)
  })
})

const ensure = Effect.fn("ProjectIdentityStore.ensure")(function*() {
  const found = yield* read()
  const already = yield* complete(found)
  if (Option.isSome(already)) return already.value
  yield* (yield* Git).remoteUrl
  return yield* withFileLock(found.lock)(makeMissing())
})

const provisional = Effect.fn("ProjectIdentityStore.provisional")(function*() {
  const found = yield* read()
  return yield* identityOf(found, yield* madeParts(found))
})

const make = Effect.gen(function*() {
  // Fibers of one process line up here, so that they don't poll the lock of processes.
  const oneAtATime = yield* Effect.makeSemaphore(1)
  const context = Context.add(
    yield* Effect.context<FileSystem.FileSystem | Path.Path | Identifiers | LeaseOwner | Notices | Project | Settings>(),
    Git,
    yield* rememberingGit
  )
  return ProjectIdentityStore.of({
    projectUuid: readPlaces().pipe(
      Effect.map(({ config, kept }) => Option.orElse(config.uuid, () => kept.uuid)),
      Effect.provide(context)
    ),
    provisional: Effect.provide(provisional(), context),
    ensure: ensure().pipe(oneAtATime.withPermits(1), Effect.provide(context))
  })
})

/**
 * `project` in `.kittify/config.yaml`; `build` and `node` there too, but in `.kittify/local.yaml` (ignored through
 * `.git/info/exclude`) where git tracks config.yaml. A read-only checkout keeps all of it below `$SPEC_KITTY_HOME`.
 */
export const layer = Layer.effect(ProjectIdentityStore, make)
