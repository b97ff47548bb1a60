import type * as Path from "@effect/platform/Path"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { BackupManifest } from "../../domain/upgrade/BackupManifest.js"
import { keepFiles } from "../../domain/upgrade/keepFiles.js"
import { BackupUnusable } from "../../domain/upgrade/upgradeErrors.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import type { Git } from "../../services/Git.js"
import type { RewrittenFile } from "../../services/LegacyFiles.js"
import type { Notices } from "../../services/Notices.js"
import { Project } from "../../services/Project.js"
import { type Backup, type ToKeep, UpgradeBackup } from "../../services/UpgradeBackup.js"
import { backupNames, backupPlace, type BackupPlace, missingFolders, nextName, ownFolder, removeIfEmpty, shown } from "./backup/BackupPlace.js"
import { exclude, include, planExclusion } from "./backup/exclusion.js"
import { manifestIn, readManifest, writeManifest } from "./backup/manifestFile.js"
import { copyOriginals, originalOf } from "./backup/originals.js"
import { sweepTemporaries } from "./backup/sweepTemporaries.js"
import { localPattern } from "./gitExclude.js"
import { describeCause } from "./systemError.js"

/** Which folder, and who writes. */
export interface BackupOptions {
  /** `--backup-dir`; null: `.kittify/backup`. */
  readonly directory: string | null
  /** Of the package. */
  readonly version: string
}

const attempt = <A>(target: string, run: () => A): Effect.Effect<A, StateNotWritable> =>
  Effect.try({ try: run, catch: (cause) => new StateNotWritable({ path: target, detail: describeCause(cause) }) })

/** A backup as it was found, with where it lies. */
interface Located extends Backup {
  readonly name: string
}

const look = Effect.fn("UpgradeBackup.look")(function*(place: BackupPlace) {
  const names = yield* Effect.try({
    try: () => backupNames(place),
    catch: (cause) => new BackupUnusable({ path: shown(place), detail: describeCause(cause) })
  })
  const backups: Array<Located> = []
  const unfinished: Array<string> = []
  for (const name of names) {
    const manifest = yield* readManifest(path.join(place.base, name), shown(place, name))
    if (Option.isNone(manifest)) unfinished.push(name)
    else backups.push({ name, folder: shown(place, name), manifest: manifest.value })
  }
  return { names, backups, unfinished }
})

const removeUnfinished = (place: BackupPlace, names: ReadonlyArray<string>) =>
  attempt(place.base, () => {
    for (const name of names) fs.rmSync(path.join(place.base, name), { recursive: true, force: true })
  })

/** Goes where it is ours and nothing is left in it. */
const removeOwnFolder = (place: BackupPlace) =>
  Effect.sync(() => {
    if (place.base === path.join(place.root, ownFolder)) removeIfEmpty(place.base)
  })

/** Files that git must not see: the backup where it lies in the project, and an identity of this checkout alone. */
const patternsFor = (place: BackupPlace, files: ReadonlyArray<RewrittenFile>): ReadonlyArray<string> => [
  ...(place.isInside && shown(place) !== "." ? [`**/${shown(place).replace(/[\\*?[\] ]/g, "\\$&")}/`] : []),
  ...(files.some(({ kind }) => kind === "identity") ? [localPattern] : [])
]

/** Folders that are made for this upgrade, parents first. */
const foldersToMake = (place: BackupPlace, files: ReadonlyArray<RewrittenFile>) => {
  const folders = [
    ...(place.isInside ? [place.base] : []),
    ...files.filter(({ before }) => before === null).map((file) => path.dirname(path.join(place.root, file.path)))
  ]
  return attempt(place.base, () => [...new Set(folders.flatMap((folder) => missingFolders(place.root, folder)))])
}

/** Absolute paths of the files that an upgrade writes. */
const pathsOf = ({ root }: BackupPlace, { files }: BackupManifest): ReadonlySet<string> =>
  new Set(files.map((file) => path.join(root, file.path)))

const keep = Effect.fn("UpgradeBackup.keep")(function*(place: BackupPlace, version: string, { files, projectUuid, queueRows }: ToKeep) {
  const { hash } = yield* ContentHasher
  const found = yield* look(place)
  yield* removeUnfinished(place, found.unfinished)
  const going = found.backups.find(({ manifest }) => manifest.state === "applying")
  const already = going?.manifest
  const kept = keepFiles(already?.files ?? [], files.map((file) => ({
    path: file.path,
    before: file.before === null ? null : { content_hash: hash(file.before), mode: file.mode },
    after: hash(file.after)
  })))
  const made = yield* foldersToMake(place, files)
  const patterns = patternsFor(place, files)
  const name = going?.name ?? nextName(place, found.names.filter((it) => !found.unfinished.includes(it)))
  const folder = path.join(place.base, name)
  yield* copyOriginals(folder, files.filter((file) => kept.added.has(file.path)))
  const manifest = new BackupManifest({
    schema: "upgrade-backup@1",
    written_by: version,
    created_at: already?.created_at ?? DateTime.formatIso(yield* DateTime.now),
    state: "applying",
    project_uuid: projectUuid ?? already?.project_uuid ?? null,
    queue_rows: queueRows || already?.queue_rows === true,
    files: kept.files,
    made_folders: [...new Set([...already?.made_folders ?? [], ...made])],
    git_exclude: yield* planExclusion(already?.git_exclude ?? null, patterns)
  })
  yield* writeManifest(folder, manifest)
  if (already !== undefined) yield* sweepTemporaries(new Set([...pathsOf(place, manifest), manifestIn(folder)]))
  yield* exclude(manifest.git_exclude, patterns)
  return { backup: { folder: shown(place, name), manifest }, changed: kept.changed }
})

/** Without its manifest it is a remain like any other, so that goes first. */
const discard = Effect.fn("UpgradeBackup.discard")(function*(place: BackupPlace, folder: string, manifest: BackupManifest) {
  yield* sweepTemporaries(pathsOf(place, manifest))
  yield* include(manifest.git_exclude)
  yield* attempt(folder, () => {
    fs.rmSync(manifestIn(folder), { force: true })
    fs.rmSync(folder, { recursive: true, force: true })
  })
  yield* removeOwnFolder(place)
  yield* Effect.sync(() => manifest.made_folders.toReversed().forEach((it) => removeIfEmpty(path.join(place.root, it))))
})

const make = Effect.fn("UpgradeBackup.make")(function*({ directory, version }: BackupOptions) {
  const project = yield* Project
  const { hash } = yield* ContentHasher
  const context = yield* Effect.context<ContentHasher | Git | Notices | Path.Path>()
  const place = backupPlace({ ...project, directory, hash })
  const absolute = ({ folder }: Backup) => path.resolve(place.root, folder)
  return UpgradeBackup.of({
    directory: shown(place),
    look: Effect.map(look(place), ({ backups, unfinished }) => ({
      backups: backups.map(({ folder, manifest }) => ({ folder, manifest })),
      unfinished: unfinished.length > 0
    })),
    keep: (what) => Effect.provide(keep(place, version, what), context),
    complete: (backup) =>
      writeManifest(absolute(backup), new BackupManifest({ ...backup.manifest, state: "complete" })),
    original: (backup, file) => Effect.sync(() => originalOf(absolute(backup), file, hash)),
    discard: (backup) => Effect.provide(discard(place, absolute(backup), backup.manifest), context),
    discardUnfinished: look(place).pipe(
      Effect.flatMap(({ unfinished }) => removeUnfinished(place, unfinished)),
      Effect.zipRight(removeOwnFolder(place))
    )
  })
})

/** Folders `0001`, `0002`, … with `manifest.json` and `files/`, in `.kittify/backup` or where `--backup-dir` says. */
export const layer = (options: BackupOptions) => Layer.effect(UpgradeBackup, make(options))
