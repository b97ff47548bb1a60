import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Order from "effect/Order"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import { dirname, join, sep } from "node:path"
import { codePointOrder } from "../../domain/dossier/codePointOrder.js"
import { Anomaly } from "../../domain/dossier/MissionDossier.js"
import { MissionSlug } from "../../domain/identity/Namespace.js"
import { LegacyState } from "../../domain/identity/projectErrors.js"
import { countEvents } from "../../domain/mission/countEvents.js"
import { type JsonLine, parseJsonLines } from "../../domain/mission/jsonLines.js"
import { type FileWithLegacyNames, legacyField, mayHoldLegacyName, snapshotFile } from "../../domain/mission/legacyFields.js"
import { MissionUnreadable } from "../../domain/mission/missionErrors.js"
import type { MissionDirectory, MissionFacts } from "../../domain/mission/MissionFacts.js"
import { reduceStatus } from "../../domain/mission/reduceStatus.js"
import { Git } from "../../services/Git.js"
import { MissionStore } from "../../services/MissionStore.js"
import { Project } from "../../services/Project.js"
import { parseMeta } from "./missions/metaFile.js"
import { badLines, branchMismatch, incompleteNamespace, slugMismatch } from "./missions/missionProblems.js"
import { readStateFile } from "./missions/readStateFile.js"
import { describeCause, systemCode } from "./systemError.js"

const maxJsonBytes = 4 * 1024 * 1024
const maxLogBytes = 64 * 1024 * 1024

const decodeSlug = Schema.decodeOption(MissionSlug)
const parseJson = Schema.decodeUnknownOption(Schema.parseJson(Schema.Unknown))

const problem = (code: "unreadable" | "invalid_format", target: string, detail: string): Anomaly =>
  new Anomaly({ code, target, message: `${target} can't be used: ${detail}.` })

const refuseLegacy = (mission: MissionDirectory, file: FileWithLegacyNames, values: Iterable<unknown>) => {
  for (const value of values) {
    const field = legacyField(file, value)
    if (field !== null) return Effect.fail(new LegacyState({ file: `kitty-specs/${mission.slug}/${file}`, field }))
  }
  return Effect.void
}

const readMeta = Effect.fn("MissionStore.readMeta")(function*(mission: MissionDirectory, branch: Option.Option<string>) {
  const file = yield* readStateFile(join(mission.path, "meta.json"), maxJsonBytes)
  if (file._tag === "Absent") return { meta: null, problems: incompleteNamespace(null) }
  if (file._tag === "Unusable") return { meta: null, problems: [problem(file.code, "meta.json", file.detail)] }
  const parsed = parseMeta(file.text)
  yield* refuseLegacy(mission, "meta.json", [parsed.value])
  if (parsed._tag === "Broken") {
    const message = `meta.json:${parsed.line} can't be used: ${parsed.detail}.`
    return { meta: null, problems: [new Anomaly({ code: "invalid_format", target: "meta.json", message, line: parsed.line })] }
  }
  const { meta } = parsed
  const problems = [
    ...slugMismatch(mission.slug, meta),
    ...branchMismatch(meta, Option.getOrNull(branch)),
    ...incompleteNamespace(meta)
  ]
  return { meta, problems }
})

/** The lines of a log; an absent one has none. */
const readLog = Effect.fn("MissionStore.readLog")(function*(mission: MissionDirectory, name: string) {
  const file = yield* readStateFile(join(mission.path, name), maxLogBytes)
  const lines: ReadonlyArray<JsonLine> = []
  if (file._tag === "Absent") return { lines, problems: [] }
  if (file._tag === "Unusable") return { lines, problems: [problem(file.code, name, file.detail)] }
  const parsed = parseJsonLines(file.text)
  return { lines: parsed.lines, problems: badLines(name, parsed.bad) }
})

/** Derived files are searched for legacy names only: what else is wrong with them changes nothing here. */
const refuseLegacyFile = Effect.fn("MissionStore.refuseLegacyFile")(
  function*(mission: MissionDirectory, name: "status.json" | "lanes.json") {
    const file = yield* readStateFile(join(mission.path, name), maxJsonBytes)
    if (file._tag !== "Text") return
    yield* refuseLegacy(mission, name, Option.toArray(parseJson(file.text.replace(/^\uFEFF/, ""))))
  }
)

/** The snapshot that the next scan is compared with, and would replace. */
const refuseLegacySnapshot = Effect.fn("MissionStore.refuseLegacySnapshot")(
  function*(root: string, { slug }: MissionDirectory) {
    const name = `.kittify/dossiers/${slug}/${snapshotFile}`
    const file = yield* readStateFile(join(root, name), maxJsonBytes)
    if (file._tag !== "Text" || !mayHoldLegacyName(file.text)) return
    const field = Option.flatMapNullable(parseJson(file.text), (value) => legacyField(snapshotFile, value))
    if (Option.isSome(field)) return yield* new LegacyState({ file: name, field: field.value })
  }
)

const make = Effect.gen(function*() {
  const { root } = yield* Project
  // One question to git for all missions of a command, and a new one for the next round of a long-running process.
  const branch = yield* Effect.cachedWithTTL((yield* Git).branch, "1 second")
  const folder = join(root, "kitty-specs")

  const unreadable = (path: string) => (cause: unknown) => new MissionUnreadable({ path, detail: describeCause(cause) })

  /** None for what is no directory, for a hidden name, and for a name that is not UTF-8: it can't be opened by what Node makes of it. */
  const missionAt = (name: string): Option.Option<MissionDirectory> =>
    Option.flatMap(decodeSlug(name), (slug) => {
      try {
        const path = fs.realpathSync.native(join(folder, name))
        return fs.statSync(path).isDirectory() ? Option.some({ slug, path }) : Option.none()
      } catch {
        return Option.none()
      }
    })

  /** The project itself and, for a worktree that links to it, the main checkout of its repository. */
  const homes = yield* Effect.cached(Effect.map((yield* Git).commonDirectory, (common) => [
    root,
    ...Option.toArray(Option.map(common, dirname))
  ]))

  /** A link in a repository must not make the files of another project, or of the system, part of a mission (S26). */
  const stayHome = Effect.fn("MissionStore.stayHome")(function*({ path }: MissionDirectory) {
    const inside = (yield* homes).some((home) => path.startsWith(home + sep))
    if (inside) return
    return yield* new MissionUnreadable({ path, detail: "it is reached through a symlink that leads out of the project" })
  })

  const names: Effect.Effect<Array<string>, MissionUnreadable> = Effect.try({
    try: () => fs.readdirSync(folder),
    catch: (cause) => systemCode(cause) === "ENOENT" ? "absent" as const : unreadable(folder)(cause)
  }).pipe(Effect.catchIf((fault) => fault === "absent", () => Effect.succeed([])))

  const list = names.pipe(
    Effect.map((found) =>
      Array.sort(
        Array.filterMap(found, missionAt),
        Order.mapInput(codePointOrder, ({ slug }: MissionDirectory) => slug)
      )
    )
  )

  const read = Effect.fn("MissionStore.read")(function*(mission: MissionDirectory) {
    yield* stayHome(mission)
    yield* Effect.try({ try: () => fs.readdirSync(mission.path), catch: unreadable(mission.path) })
    const { meta, problems } = yield* readMeta(mission, yield* branch)
    yield* Effect.forEach(["status.json", "lanes.json"] as const, (name) => refuseLegacyFile(mission, name))
    yield* refuseLegacySnapshot(root, mission)
    const status = yield* readLog(mission, "status.events.jsonl")
    yield* refuseLegacy(mission, "status.events.jsonl", Array.map(status.lines, ({ value }) => value))
    const { bad, lanes } = reduceStatus(status.lines)
    const events = yield* readLog(mission, "mission-events.jsonl")
    const facts: MissionFacts = {
      directory: mission,
      meta,
      problems: [...problems, ...status.problems, ...badLines("status.events.jsonl", bad), ...events.problems],
      lanes,
      eventCounts: countEvents(events.lines)
    }
    return facts
  })

  return MissionStore.of({ list, read })
})

/**
 * `kitty-specs/` of the project. A mission's directory may be reached through a symlink, resolved once; its files may
 * not. Each of them is read once.
 */
export const layer = Layer.effect(MissionStore, make)
