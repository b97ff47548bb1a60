import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { ArtifactNotFound } from "../../domain/dossier/ArtifactNotFound.js"
import { absolutePath, findSubject, missionOfPath, type Subject } from "../../domain/dossier/findSubject.js"
import type { MissionDirectory } from "../../domain/mission/MissionFacts.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import { ArtifactIndexer, type IndexedMission } from "../../services/ArtifactIndexer.js"
import { MissionStore } from "../../services/MissionStore.js"
import { Project } from "../../services/Project.js"
import { nearNames } from "./nearNames.js"
import { selectMissions } from "./selectMissions.js"

export interface FoundArtifact {
  readonly mission: IndexedMission
  readonly subject: Subject
  /** Of missions that could not be looked into. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

const notFound = (
  subject: string,
  reason: ArtifactNotFound["reason"],
  missions: ReadonlyArray<string> = [],
  candidates: ReadonlyArray<string> = []
) => new ArtifactNotFound({ subject, reason, missions, candidates, detail: null })

/** The missions to look in: the one in whose folder the path lies, else the selected ones. */
const missionsFor = Effect.fn("missionsFor")(function*(typed: string, selection: MissionSelection) {
  const project = yield* Project
  const home = missionOfPath(yield* (yield* MissionStore).list, typed, project)
  if (selection._tag !== "One") return home === undefined ? yield* selectMissions(selection) : [home]
  const [selected] = yield* selectMissions(selection)
  if (home !== undefined && selected !== undefined && home.slug !== selected.slug) {
    return yield* notFound(typed, "other_mission", [home.slug])
  }
  return selected === undefined ? [] : [selected]
})

/** Scans each; one that can't be scanned is told, and where it is the only one it fails the search. */
const scanEach = Effect.fn("scanEach")(function*(missions: ReadonlyArray<MissionDirectory>) {
  const indexer = yield* ArtifactIndexer
  const scanned: Array<IndexedMission> = []
  const diagnostics: Array<Diagnostic> = []
  for (const mission of missions) {
    const result = yield* Effect.either(indexer.scan(mission, { step: null, keepBodies: false }))
    if (Either.isRight(result)) scanned.push(result.right)
    else if (missions.length === 1) return yield* result.left
    else diagnostics.push(Diagnostic.of(result.left, "warning"))
  }
  return { scanned, diagnostics }
})

/** A path of the project that no mission has; anything else may be a mission-relative path or a key. */
const isOutside = Effect.fn("isOutside")(function*(typed: string) {
  const { root, workingDirectory } = yield* Project
  const absolute = absolutePath(workingDirectory, typed)
  return typed.startsWith("/") || typed.startsWith("../") || (typed.startsWith("./") && !absolute.startsWith(`${root}/kitty-specs/`))
})

/**
 * The one artifact that a path or key names: a path relative to the working directory, the project or the mission, or
 * absolute. Looks in the mission that the path leads to, else in the selected missions.
 */
export const findArtifact = Effect.fn("findArtifact")(function*(typed: string, selection: MissionSelection) {
  const project = yield* Project
  const missions = yield* missionsFor(typed, selection)
  const { diagnostics, scanned } = yield* scanEach(missions)
  const found = scanned.flatMap((mission): ReadonlyArray<FoundArtifact> => {
    const subject = findSubject(mission.dossier, mission.facts.directory, typed, project)
    return subject === null ? [] : [{ mission, subject, diagnostics }]
  })
  const [only, ...others] = found
  const slugs = (some: ReadonlyArray<{ readonly facts: IndexedMission["facts"] }>) => some.map(({ facts }) => facts.directory.slug)
  if (only !== undefined && others.length === 0) return only
  if (only !== undefined) return yield* notFound(typed, "several", slugs(found.map(({ mission }) => mission)))
  const isInMission = missionOfPath(missions, typed, project) !== undefined
  if (!isInMission && (yield* isOutside(typed))) return yield* notFound(typed, "outside")
  return yield* notFound(typed, "unknown", slugs(scanned), nearNames(typed, scanned.map(({ dossier }) => dossier)))
})
