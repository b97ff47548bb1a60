import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import type { StateNotWritable } from "../../domain/identity/projectErrors.js"
import type { Undelivered } from "../../domain/purge/PurgeReport.js"
import { Identifiers } from "../../services/Identifiers.js"
import type { LeaseOwner } from "../../services/LeaseOwner.js"
import { Project } from "../../services/Project.js"
import { type KeptState, ProjectState } from "../../services/ProjectState.js"
import { Settings } from "../../services/Settings.js"
import { lockFile, queueIn } from "../sqlite/queue/files.js"
import {
  type HeldQueue, holdQueue, lookAtRows, noQueue, noRows, type QueuedRows, unreadableQueue
} from "../sqlite/queue/holdQueue.js"
import { attemptStep } from "./attemptStep.js"
import { withFileLock } from "./fileLock.js"
import { keptEntries } from "./state/keptEntries.js"
import { leftovers, notRemovedAt, type Places, placesOf } from "./state/places.js"

const entriesAt = (places: Places) =>
  attemptStep(places.home, "list", () => [
    ...Option.match(places.project, { onNone: () => [], onSome: (folder) => keptEntries(folder) }),
    ...keptEntries(places.checkout),
    ...leftovers(places).flatMap((folder) => keptEntries(folder, "purged"))
  ])

const stateOf = Effect.fnUntraced(function*(places: Places, rows: QueuedRows | null) {
  const entries = yield* entriesAt(places)
  const owed_events = entries.filter(({ kind }) => kind === "mission_event").length
  const undelivered: Undelivered | null = rows === null ? null : { ...rows, owed_events }
  const kept: KeptState = { entries, undelivered, notRemoved: notRemovedAt(places) }
  return kept
})

const isThere = (folder: string): boolean => fs.lstatSync(folder, { throwIfNoEntry: false }) !== undefined
/** Nothing is written to, or opened, behind a link that stands where our folder should. */
const isFolder = (folder: string): boolean => fs.lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true

/** Everything of ours that is not in the folder of what is moved aside. */
const homes = ({ checkout, project }: Places): ReadonlyArray<readonly [folder: string, name: string]> => [
  // The checkout's last: where it alone holds the identity, a purge that was killed in between still finds the project.
  ...Option.toArray(Option.map(project, (folder) => [folder, "project"] as const)),
  [checkout, "checkout"]
]

/** Runs the effect under every lock that those have who write in these folders. */
const underTheirLocks = ({ checkout, project }: Places) => <A, E, R>(effect: Effect.Effect<A, E, R>) => {
  const locks = [
    ...Option.toArray(project).filter(isFolder).flatMap((folder) => [
      path.join(folder, "servers.json.lock"), path.join(folder, "creating.lock"), lockFile(queueIn(folder))
    ]),
    ...[checkout].filter(isFolder).map((folder) => path.join(folder, "identity.lock"))
  ]
  return locks.reduce<Effect.Effect<A, E | StateNotWritable, R | LeaseOwner>>((inner, lock) => withFileLock(lock)(inner), effect)
}

/** In one step, so that no other process can open the queue in between. */
const moveAside = (places: Places, queue: HeldQueue, unique: string) =>
  attemptStep(places.home, "move aside", () => {
    const aside = path.join(places.purged, `${places.asideName}.${unique}`)
    fs.mkdirSync(aside, { recursive: true, mode: 0o700 })
    queue.release()
    for (const [folder, name] of homes(places)) if (isThere(folder)) fs.renameSync(folder, path.join(aside, name))
  })

const deleteAside = (places: Places) =>
  attemptStep(places.purged, "remove", () => {
    for (const folder of leftovers(places)) fs.rmSync(folder, { recursive: true })
    if (fs.existsSync(places.purged) && fs.readdirSync(places.purged).length === 0) fs.rmdirSync(places.purged)
  })

const look = Effect.fn("ProjectState.look")(function*(places: Places, project: Option.Option<ProjectUuid>) {
  const folder = Option.getOrNull(places.project)
  if (folder === null || Option.isNone(project) || !isThere(folder)) return yield* stateOf(places, noRows)
  return yield* stateOf(places, isFolder(folder) ? yield* lookAtRows(project.value) : null)
})

const hold = ({ project }: Places) => {
  const folder = Option.getOrNull(project)
  if (folder === null || !isThere(folder)) return Effect.succeed(noQueue)
  return isFolder(folder) ? holdQueue(queueIn(folder)) : Effect.succeed(unreadableQueue)
}

const remove = Effect.fn("ProjectState.remove")(function*(places: Places, agrees: (kept: KeptState) => boolean) {
  const unique = yield* (yield* Identifiers).uuid
  // Listed before the locks are taken: those are ours.
  const entries = yield* entriesAt(places)
  const { agreed, kept } = yield* underTheirLocks(places)(Effect.scoped(Effect.gen(function*() {
    const queue = yield* hold(places)
    const kept: KeptState = { ...(yield* stateOf(places, queue.rows)), entries }
    const agreed = entries.length > 0 && agrees(kept)
    if (agreed) yield* Effect.uninterruptible(moveAside(places, queue, unique))
    return { agreed, kept }
  })))
  if (agreed) yield* deleteAside(places)
  return kept
})

const make = Effect.gen(function*() {
  const { home } = yield* Settings
  const { root } = yield* Project
  const context = yield* Effect.context<Identifiers | LeaseOwner | Settings>()
  const at = (project: Option.Option<ProjectUuid>) => placesOf(home, root, project)
  return ProjectState.of({
    look: (project) => Effect.provide(look(at(project), project), context),
    remove: (project, agrees) => Effect.provide(remove(at(project), agrees), context)
  })
})

/** Folders below `$SPEC_KITTY_HOME`. */
export const layer = Layer.effect(ProjectState, make)
