import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import * as path from "node:path"
import { Snapshot } from "../../domain/dossier/MissionDossier.js"
import { sameSnapshot } from "../../domain/dossier/sameSnapshot.js"
import { EventEnvelope } from "../../domain/events/EventEnvelope.js"
import type { MissionSlug } from "../../domain/identity/Namespace.js"
import { ConfigInvalid, StateNotWritable } from "../../domain/identity/projectErrors.js"
import { DossierStore } from "../../services/DossierStore.js"
import { Git } from "../../services/Git.js"
import type { Notices } from "../../services/Notices.js"
import { Project } from "../../services/Project.js"
import { appendLines } from "./appendLines.js"
import { writeFileAtomic } from "./atomicWrite.js"
import { excludeFromGit } from "./gitExclude.js"
import { describeCause, systemCode } from "./systemError.js"

const SnapshotText = Schema.parseJson(Snapshot, { space: 2 })
const decodeSnapshot = Schema.decode(SnapshotText)
const encodeSnapshot = Schema.encode(SnapshotText)
const encodeEvent = Schema.encodeSync(Schema.parseJson(EventEnvelope))

/** None where the file is absent. */
const readText = (file: string): Effect.Effect<Option.Option<string>, ConfigInvalid> =>
  Effect.try({
    try: () => Option.some(fs.readFileSync(file, "utf8")),
    catch: (cause) =>
      systemCode(cause) === "ENOENT" ? "absent" : new ConfigInvalid({ file, line: null, detail: describeCause(cause) })
  }).pipe(Effect.catchIf((fault) => fault === "absent", () => Effect.succeedNone))

/** The place of the first fault and not its text, which would repeat what the file holds. */
const describeFault = (error: ParseResult.ParseError): string => {
  const place = ParseResult.ArrayFormatter.formatErrorSync(error)[0]?.path.join(".") ?? ""
  return place === "" ? "it is not JSON of a snapshot" : `it is not a snapshot: see ${place}`
}

const readSnapshot = Effect.fn("DossierStore.readSnapshot")(function*(file: string) {
  const text = yield* readText(file)
  if (Option.isNone(text)) return Option.none()
  const snapshot = yield* Effect.mapError(
    decodeSnapshot(text.value),
    (error) => new ConfigInvalid({ file, line: null, detail: describeFault(error) })
  )
  return Option.some(snapshot)
})

/** Makes the mission's folder, and refuses one that a symlink in the repository leads elsewhere. */
const prepareFolder = (root: string, mission: MissionSlug): Effect.Effect<void, StateNotWritable> => {
  const base = path.join(root, ".kittify")
  const dossiers = path.join(base, "dossiers")
  const folder = path.join(dossiers, mission)
  return Effect.try({
    try: () => {
      fs.mkdirSync(base, { recursive: true })
      for (const step of [dossiers, folder]) {
        const found = fs.lstatSync(step, { throwIfNoEntry: false })
        if (found === undefined) fs.mkdirSync(step, { recursive: true })
        else if (!found.isDirectory()) throw new Error(`${step} is a symlink or a file, where a folder should be`)
      }
    },
    catch: (cause) => new StateNotWritable({ path: folder, detail: describeCause(cause) })
  })
}

const make = Effect.gen(function*() {
  const { root } = yield* Project
  const git = yield* Git
  const platform = yield* Effect.context<FileSystem.FileSystem | Notices | Path.Path>()
  const fileOf = (mission: MissionSlug, name: string) => path.join(root, ".kittify", "dossiers", mission, name)

  // Once is enough. The pattern holds for a project that is not at the top of its repository, too.
  const excludeOnce = yield* Effect.cached(
    Effect.flatMap(git.commonDirectory, Option.match({
      onNone: () => Effect.void,
      onSome: (directory) => Effect.provide(excludeFromGit(directory, "**/.kittify/dossiers/"), platform)
    }))
  )
  const folderFor = (mission: MissionSlug) => Effect.zipRight(excludeOnce, prepareFolder(root, mission))

  const latest: DossierStore["Type"]["latest"] = (mission) => readSnapshot(fileOf(mission, "snapshot-latest.json"))

  const save: DossierStore["Type"]["save"] = Effect.fn("DossierStore.save")(function*(snapshot) {
    // A file that can't be used is replaced: everything in it can be derived again.
    const stored = yield* Effect.catchTag(latest(snapshot.mission_slug), "ConfigInvalid", () => Effect.succeedNone)
    if (Option.exists(stored, (before) => sameSnapshot(before, snapshot))) return false
    yield* folderFor(snapshot.mission_slug)
    const text = yield* Effect.orDie(encodeSnapshot(snapshot))
    yield* writeFileAtomic(fileOf(snapshot.mission_slug, "snapshot-latest.json"), `${text}\n`, {
      mode: 0o644,
      durable: false
    })
    return true
  })

  const appendEvents: DossierStore["Type"]["appendEvents"] = Effect.fn("DossierStore.appendEvents")(
    function*(mission, events) {
      if (events.length === 0) return
      yield* folderFor(mission)
      yield* appendLines(fileOf(mission, "events.jsonl"), events.map((event) => encodeEvent(event)))
    }
  )

  const hasEvents: DossierStore["Type"]["hasEvents"] = (mission) =>
    Effect.try(() => fs.statSync(fileOf(mission, "events.jsonl")).size > 0).pipe(Effect.orElseSucceed(() => false))

  return DossierStore.of({ latest, save, hasEvents, appendEvents })
})

/** JSON files below `.kittify/dossiers/` of the project. */
export const layer = Layer.effect(DossierStore, make)
