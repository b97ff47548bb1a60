import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { createHash } from "node:crypto"
import { join } from "node:path"
import { missionForEvents } from "../../domain/legacy/missionForEvents.js"
import { rewriteBaseline } from "../../domain/legacy/rewriteBaseline.js"
import { rewriteJson, rewriteMeta } from "../../domain/legacy/rewriteJson.js"
import { rewriteLog } from "../../domain/legacy/rewriteLog.js"
import type { Spliced } from "../../domain/legacy/splices.js"
import type { MissionDirectory } from "../../domain/mission/MissionFacts.js"
import type { MissionForEvents } from "../../domain/upgrade/MissionForEvents.js"
import type { LeftAlone, UpgradeFileKind } from "../../domain/upgrade/UpgradePlan.js"
import type { RewrittenFile } from "../../services/LegacyFiles.js"
import { foldersWithin } from "./folders.js"
import { leftAlone, type ProjectFile, projectFile, readText, requireJson, rewrittenFile } from "./projectText.js"

/** What becomes of some files. */
export interface FileOutcome {
  readonly files: ReadonlyArray<RewrittenFile>
  readonly leftAlone: ReadonlyArray<LeftAlone>
}

export const together = (outcomes: ReadonlyArray<FileOutcome>): FileOutcome => ({
  files: outcomes.flatMap(({ files }) => files),
  leftAlone: outcomes.flatMap((outcome) => outcome.leftAlone)
})

const untouched: FileOutcome = { files: [], leftAlone: [] }

/** What can't be read is named and stops nothing. */
const settled = <A>(read: Effect.Effect<A & { readonly outcome: FileOutcome }, LeftAlone>, otherwise: A) =>
  Effect.catchAll(read, (fault) => Effect.succeed({ ...otherwise, outcome: { files: [], leftAlone: [fault] } }))

const rewriteJsonFile = (file: ProjectFile, rewrite: (json: string) => Spliced) =>
  settled(
    Effect.gen(function*() {
      const read = yield* readText(file)
      if (Option.isNone(read)) return { outcome: untouched }
      yield* requireJson(read.value)
      return { outcome: { ...untouched, files: rewrittenFile(read.value, rewrite(read.value.text)) } }
    }),
    {}
  ).pipe(Effect.map(({ outcome }) => outcome))

/** `meta.json`, and its value as it is to be; null where it is absent or can't be read. */
const rewriteMetaFile = (file: ProjectFile, slug: string) => {
  const unknown: { readonly value: unknown } = { value: null }
  return settled(
    Effect.gen(function*() {
      const read = yield* readText(file)
      if (Option.isNone(read)) return { ...unknown, outcome: untouched }
      yield* requireJson(read.value)
      const rewritten = rewriteMeta(read.value.text, slug)
      const value: unknown = JSON.parse(rewritten.text)
      return { value, outcome: { ...untouched, files: rewrittenFile(read.value, rewritten) } }
    }),
    unknown
  )
}

/** A log that is broken throughout is not worth a list of all its lines. */
const listedLines = 20

const badLines = (path: string, lines: ReadonlyArray<number>): ReadonlyArray<LeftAlone> => {
  const listed = lines.slice(0, listedLines).map((line) => leftAlone(path, "the line is not JSON", line))
  const rest = lines.length - listed.length
  return rest === 0 ? listed : [...listed, leftAlone(path, `${rest} more lines are not JSON`)]
}

const rewriteLogFile = (file: ProjectFile) => {
  const none: { readonly directRepoEvents: ReadonlySet<string> } = { directRepoEvents: new Set() }
  return settled(
    Effect.gen(function*() {
      const read = yield* readText(file)
      if (Option.isNone(read)) return { ...none, outcome: untouched }
      const { badLines: bad, directRepoEvents, ...rewritten } = rewriteLog(read.value.text)
      const outcome = { files: rewrittenFile(read.value, rewritten), leftAlone: badLines(file.path, bad) }
      return { directRepoEvents, outcome }
    }),
    none
  )
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

const rewriteBaselineText = (json: string): Spliced => rewriteBaseline(json, sha256)

/** Snapshots and baselines in `.kittify/dossiers/<slug>/` of a folder: a mission's own, or the project's. */
export const dossierFiles = Effect.fn("LegacyFiles.dossierFiles")(function*(root: string, folder: string) {
  const outcomes = yield* Effect.forEach(foldersWithin(folder, ".kittify", "dossiers"), (dossier) =>
    Effect.all([
      rewriteJsonFile(projectFile(root, "snapshot", join(dossier, "snapshot-latest.json")), rewriteJson),
      rewriteJsonFile(projectFile(root, "baseline", join(dossier, "parity-baseline.json")), rewriteBaselineText)
    ]))
  return together(outcomes.flat())
})

/** The mission's files as they are to be, and what they give to its events. */
export const missionFiles = Effect.fn("LegacyFiles.missionFiles")(function*(root: string, { path, slug }: MissionDirectory) {
  const at = (kind: UpgradeFileKind, name: string) => projectFile(root, kind, join(path, name))
  const meta = yield* rewriteMetaFile(at("meta", "meta.json"), slug)
  const log = yield* rewriteLogFile(at("event_log", "status.events.jsonl"))
  const derived = yield* Effect.all([
    rewriteJsonFile(at("status", "status.json"), rewriteJson),
    rewriteJsonFile(at("lanes", "lanes.json"), rewriteJson),
    dossierFiles(root, path)
  ])
  const events: MissionForEvents = missionForEvents(slug, meta.value, log.directRepoEvents)
  return { events, outcome: together([meta.outcome, log.outcome, ...derived]) }
})
