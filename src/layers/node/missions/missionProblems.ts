import { Anomaly } from "../../../domain/dossier/MissionDossier.js"
import type { MissionSlug } from "../../../domain/identity/Namespace.js"
import { missingFields } from "../../../domain/identity/namespaceOf.js"
import type { BadLine } from "../../../domain/mission/jsonLines.js"
import type { MissionMeta } from "../../../domain/mission/MissionMeta.js"

/** A log that is broken throughout is not worth a list of all its lines. */
const listedLines = 20

/** One anomaly per line of a log that can't be used, and one for the rest beyond the first twenty. */
export const badLines = (file: string, bad: ReadonlyArray<BadLine>): ReadonlyArray<Anomaly> => {
  const common = { code: "log_line_invalid", target: file } as const
  const listed = bad.slice(0, listedLines).map(({ detail, line }) =>
    new Anomaly({ ...common, message: `${file}:${line} ${detail}; it is skipped.`, line })
  )
  const rest = bad.length - listed.length
  return rest === 0
    ? listed
    : [...listed, new Anomaly({ ...common, message: `${file} has ${rest} more lines that can't be used.` })]
}

/** meta.json may call the mission something else; its directory's name counts (nine of 412 real missions). */
export const slugMismatch = (slug: MissionSlug, meta: MissionMeta): ReadonlyArray<Anomaly> => {
  const said = meta.mission_slug
  if (typeof said !== "string" || said === slug) return []
  const message = `meta.json says mission_slug ${JSON.stringify(said)}; the directory's name counts.`
  return [new Anomaly({ code: "slug_mismatch", target: "meta.json", message })]
}

/** The files are those of the checked-out branch, but they are sent as those of `target_branch`. */
export const branchMismatch = (meta: MissionMeta, branch: string | null): ReadonlyArray<Anomaly> => {
  const target = meta.target_branch
  if (typeof target !== "string" || branch === null || branch === target || branch.startsWith("kitty/")) return []
  const here = branch === "HEAD" ? "no branch is checked out" : `${branch} is checked out`
  const message = `meta.json says target_branch ${target}, but ${here}.`
  return [new Anomaly({ code: "branch_mismatch", target: "meta.json", message })]
}

/** What keeps the mission from being sent. */
export const incompleteNamespace = (meta: MissionMeta | null): ReadonlyArray<Anomaly> => {
  const fields = missingFields(meta)
  if (fields.length === 0) return []
  const what = meta === null ? "There is no meta.json" : `meta.json has no ${fields.join(" and no ")}`
  const message = `${what}: the mission is scanned, but nothing of it is sent.`
  return [new Anomaly({ code: "namespace_incomplete", target: "meta.json", message })]
}
