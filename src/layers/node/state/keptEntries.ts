import * as fs from "node:fs"
import * as path from "node:path"
import { codePointOrder } from "../../../domain/dossier/codePointOrder.js"
import type { KeptEntry, KeptKind } from "../../../domain/purge/PurgeReport.js"

/** By the name of a file in a project's or a checkout's folder; the first that fits. */
const kinds: ReadonlyArray<readonly [RegExp, KeptKind]> = [
  [/^queue\.db(-wal|-shm)?$/, "queue"],
  [/^queue\.db\.corrupt-/, "damaged_queue"],
  [/^queue\.db\.new-|\.tmp$/, "temporary"],
  [/\.lock(\.takeover)?$|^queue\.db\.suspect$/, "lock"],
  [/^servers\.json$/, "consent"],
  [/^identity\.yaml$/, "identity"],
  [/^creating\/.+\.json$/, "mission_event"]
]

const kindOf = (name: string): KeptKind => kinds.find(([pattern]) => pattern.test(name))?.[1] ?? "other"

/** What SQLite makes to read a file and what holds nothing: they come and go with whoever looks. */
const isVolatile = (name: string, bytes: number): boolean => name === "queue.db-shm" || (name === "queue.db-wal" && bytes === 0)

/** Paths below `folder` that are no folder, or an empty one; a link is not followed. */
const leaves = (folder: string): ReadonlyArray<string> => {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false })
  if (stat === undefined) return []
  const names = stat.isDirectory() ? fs.readdirSync(folder) : []
  return names.length === 0 ? [folder] : names.flatMap((name) => leaves(path.join(folder, name)))
}

/** Everything in a folder, by path; nothing where it is absent. Throws what the file system does. */
export const keptEntries = (folder: string, kind?: KeptKind): ReadonlyArray<KeptEntry> =>
  leaves(folder).flatMap((leaf): ReadonlyArray<KeptEntry> => {
    const name = path.relative(folder, leaf).replaceAll(path.sep, "/")
    const stat = fs.lstatSync(leaf, { throwIfNoEntry: false })
    if (stat === undefined || isVolatile(name, stat.size)) return []
    return [{ path: leaf, kind: kind ?? kindOf(name), bytes: stat.isDirectory() ? 0 : stat.size }]
  }).toSorted((one, other) => codePointOrder(one.path, other.path))
