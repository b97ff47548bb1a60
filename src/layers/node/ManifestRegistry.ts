import * as Cache from "effect/Cache"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { Manifest } from "../../domain/dossier/Manifest.js"
import { ManifestInvalid } from "../../domain/mission/missionErrors.js"
import { MissionYaml, type StateMachine, stateMachineOf } from "../../domain/mission/StateMachine.js"
import { ManifestRegistry, type MissionTypeDefinition } from "../../services/ManifestRegistry.js"
import { Project } from "../../services/Project.js"
import { readStateFile } from "./missions/readStateFile.js"
import { decodeYamlSource, parseYamlSource, type YamlSource } from "./missions/YamlSource.js"
import { packageRoot } from "./packageRoot.js"

const maxFileBytes = 256 * 1024
/** What may be a folder's name below `missions/`: a mission type comes from files and never leads out of there. */
const folderName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

/** A folder of definitions, and how errors name it: relative to the package or the project. */
interface Shelf {
  readonly root: string
  readonly folder: string
  readonly isOverride: boolean
}

const read = Effect.fn("ManifestRegistry.read")(function*(shelf: Shelf, missionType: string, name: string) {
  const file = `${shelf.folder}/${missionType}/${name}`
  const content = yield* readStateFile(join(shelf.root, file), maxFileBytes)
  switch (content._tag) {
    case "Absent":
      return Option.none<YamlSource>()
    case "Unusable":
      return yield* new ManifestInvalid({ file, line: null, column: null, pointer: "", detail: content.detail })
    case "Text":
      return Option.some(yield* parseYamlSource(file, content.text))
  }
})

/** None where the file is absent or describes a workflow without states, as older projects do. */
const readMachine = Effect.fn("ManifestRegistry.readMachine")(function*(shelf: Shelf, missionType: string) {
  const source = yield* read(shelf, missionType, "mission.yaml")
  if (Option.isNone(source) || !Predicate.hasProperty(source.value.value, "states")) return Option.none<StateMachine>()
  const yaml = yield* decodeYamlSource(source.value, MissionYaml, "ignore")
  const machine = stateMachineOf(yaml)
  if (Either.isLeft(machine)) return yield* source.value.fault(machine.left.path, machine.left.detail)
  return Option.some(machine.right)
})

const readManifest = Effect.fn("ManifestRegistry.readManifest")(
  function*(shelf: Shelf, missionType: string, machine: StateMachine | null) {
    const source = yield* read(shelf, missionType, "expected-artifacts.yaml")
    if (Option.isNone(source)) return Option.none<Manifest>()
    const { fault } = source.value
    const manifest = yield* decodeYamlSource(source.value, Manifest, "error")
    if (manifest.mission_type !== missionType) {
      return yield* fault(["mission_type"], `must be ${missionType}, as its folder is called`)
    }
    if (shelf.isOverride && manifest.manifest_version === "1") {
      return yield* fault(["manifest_version"], `"1" is the version that ships with spec-kitty: give yours one of its own`)
    }
    const unknown = Object.keys(manifest.required_by_step).find((step) => machine?.steps.includes(step) === false)
    if (machine !== null && unknown !== undefined) {
      return yield* fault(["required_by_step", unknown], `mission.yaml has no such state; it has ${machine.steps.join(", ")}`)
    }
    return Option.some(manifest)
  }
)

/** Folders on a shelf; none where it is not there. */
const namesOn = ({ folder, root }: Shelf): Effect.Effect<ReadonlyArray<string>> =>
  Effect.try(() => readdirSync(join(root, folder), { withFileTypes: true })).pipe(
    Effect.map((entries) => entries.filter((entry) => entry.isDirectory() && folderName.test(entry.name)).map(({ name }) => name)),
    Effect.orElseSucceed(() => [])
  )

const make = Effect.gen(function*() {
  const project = yield* Project
  const own: Shelf = { root: project.root, folder: ".kittify/missions", isOverride: true }
  const shipped: Shelf = { root: yield* packageRoot, folder: "contracts/missions", isOverride: false }
  const firstOf = <A>(readFrom: (shelf: Shelf) => Effect.Effect<Option.Option<A>, ManifestInvalid>) =>
    readFrom(own).pipe(
      Effect.flatMap((found) => (Option.isSome(found) ? Effect.succeed(found) : readFrom(shipped))),
      Effect.map(Option.getOrNull)
    )
  const lookup = Effect.fn("ManifestRegistry.definition")(function*(missionType: string) {
    const unknown: MissionTypeDefinition = { manifest: null, stateMachine: null }
    if (!folderName.test(missionType)) return unknown
    const stateMachine = yield* firstOf((shelf) => readMachine(shelf, missionType))
    const manifest = yield* firstOf((shelf) => readManifest(shelf, missionType, stateMachine))
    const definition: MissionTypeDefinition = { manifest, stateMachine }
    return definition
  })
  const cache = yield* Cache.make({ capacity: 256, timeToLive: Duration.infinity, lookup })
  const types = Effect.map(
    Effect.forEach([own, shipped], namesOn),
    (names) => [...new Set(names.flat())].sort()
  )
  return ManifestRegistry.of({ definition: (missionType) => cache.get(missionType), types })
})

/**
 * `.kittify/missions/<type>/` of the project, file by file, else `contracts/missions/<type>/` of the package; each type
 * is read once. An override without a mission.yaml of its own goes with the states that ship.
 */
export const layer = Layer.effect(ManifestRegistry, make)
