import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Git } from "../../services/Git.js"
import { type Identifiers } from "../../services/Identifiers.js"
import { type LeaseOwner } from "../../services/LeaseOwner.js"
import { Notices } from "../../services/Notices.js"
import { Project } from "../../services/Project.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { type Settings } from "../../services/Settings.js"
import { excludeFromGit, localPattern } from "./gitExclude.js"
import { draftIdentity } from "./identity/draftIdentity.js"
import { findIdentity, findIn, type FoundIdentity } from "./identity/findIdentity.js"
import { type FileEdits, keptEdits, repositoryEdits } from "./identity/identityEdits.js"
import { underIdentityLock } from "./identity/identityLock.js"
import { identityOf, madeParts, slugOf, storedParts } from "./identity/identityParts.js"
import { keptOutside } from "./identity/keptOutside.js"
import { readPlaces } from "./identity/places.js"
import { writeEdits } from "./yaml/writeEdits.js"

/** The identity where every part that is stored is there. */
const complete = (found: FoundIdentity) =>
  Effect.transposeMapOption(storedParts(found), (parts) => identityOf(found, parts))

const write = ({ edits, stored }: FileEdits) => writeEdits(stored, edits)

const writeToRepository = Effect.fn("writeToRepository")(function*(found: FoundIdentity, files: ReadonlyArray<FileEdits>) {
  const common = found.place === found.local ? yield* (yield* Git).commonDirectory : Option.none()
  if (Option.isSome(common)) yield* excludeFromGit(common.value, localPattern)
  yield* Effect.forEach(files, write, { discard: true })
})

/** Writes what is missing, or what is no longer so, and reads it back; called by one process at a time. */
const makeMissing = Effect.fn("ProjectIdentityStore.makeMissing")(function*() {
  const found = yield* findIdentity
  const made = yield* madeParts(found)
  const slug = yield* slugOf(found)
  const isWhole = Option.isSome(storedParts(found))
  yield* writeToRepository(found, repositoryEdits(found, made, slug)).pipe(
    // A read-only checkout: the identity is this user's, outside it.
    Effect.catchTag("StateNotWritable", () => isWhole ? Effect.void : write(keptEdits(found, made, slug)))
  )
  // What the disk holds now is the answer, so every process gives the same.
  const now = yield* findIdentity
  return { found: now, identity: yield* Effect.flatten(complete(now)) }
}, Effect.catchTag("NoSuchElementException", (error) => Effect.die(error)))

/** Whether the repository says all there is to say, or can't be made to. */
const isSettled = Effect.fn("isSettled")(function*(found: FoundIdentity) {
  const parts = storedParts(found)
  if (Option.isNone(parts)) return false
  if (repositoryEdits(found, parts.value, null).length === 0) return true
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { root } = yield* Project
  const folder = path.join(root, ".kittify")
  const target = (yield* Effect.orElseSucceed(fileSystem.exists(folder), () => false)) ? folder : root
  return yield* Effect.match(fileSystem.access(target, { writable: true }), { onSuccess: () => false, onFailure: () => true })
})

/** An identity that the checkout does not hold is said to be elsewhere. */
const tellWhere = Effect.fn("tellWhere")(function*({ outside }: FoundIdentity) {
  if (Option.isNone(outside)) return
  const { root } = yield* Project
  yield* (yield* Notices).add(keptOutside(root, outside.value.file))
})

const ensure = Effect.fn("ProjectIdentityStore.ensure")(function*() {
  const found = yield* findIdentity
  const known = yield* complete(found)
  if (Option.isSome(known) && (yield* isSettled(found))) return yield* Effect.as(tellWhere(found), known.value)
  // Asked before the lock: others wait for it.
  yield* (yield* Git).remoteUrl
  const made = yield* underIdentityLock(makeMissing()).pipe(
    Effect.catchTag("StateNotWritable", (error) =>
      // Only what vouches for the ids could not be written; they are what they were.
      Option.isSome(known) ? Effect.succeed({ found, identity: known.value }) : Effect.fail(error))
  )
  return yield* Effect.as(tellWhere(made.found), made.identity)
})

/** Git is not asked where config.yaml says it. */
const projectUuid = Effect.gen(function*() {
  const places = yield* readPlaces()
  return Option.isSome(places.config.uuid) ? places.config.uuid : (yield* findIn(places)).uuid
})

const provisional = Effect.gen(function*() {
  const found = yield* findIdentity
  return yield* identityOf(found, yield* madeParts(found))
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

const make = Effect.gen(function*() {
  // Fibers of one process line up here, so that they don't poll the lock of processes.
  const oneAtATime = yield* Effect.makeSemaphore(1)
  const context = Context.add(
    yield* Effect.context<FileSystem.FileSystem | Path.Path | Identifiers | LeaseOwner | Notices | Project | Settings>(),
    Git,
    yield* rememberingGit
  )
  return ProjectIdentityStore.of({
    projectUuid: Effect.provide(projectUuid, context),
    provisional: Effect.provide(provisional, context),
    draft: (config) => Effect.provide(draftIdentity(config), context),
    ensure: ensure().pipe(oneAtATime.withPermits(1), Effect.provide(context))
  })
})

/**
 * `project` in `.kittify/config.yaml`; `build` and `node` there too, but in `.kittify/local.yaml` (ignored through
 * `.git/info/exclude`) where git tracks config.yaml. A read-only checkout keeps all of it below `$SPEC_KITTY_HOME`.
 * A build id counts only in the checkout that its fingerprint names (docs/decisions/checkout-fingerprint.md).
 */
export const layer = Layer.effect(ProjectIdentityStore, make)
