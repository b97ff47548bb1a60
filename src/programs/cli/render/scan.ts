import type { Outcome } from "../../../domain/Diagnostic.js"
import { ScanReport, type ScannedMission } from "../../../domain/dossier/ScanReport.js"
import { makeView } from "../View.js"
import { fact, grouped, type ItemLine, itemLines, missionHeading, nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { count } from "./words.js"

const completeness: Record<ScannedMission["completeness_status"], string> = {
  complete: "complete",
  incomplete: "incomplete",
  unknown: "unknown: this mission type has no manifest"
}

const summary = (mission: ScannedMission, style: Style): ReadonlyArray<string> => {
  const present = mission.artifacts.filter((artifact) => artifact.is_present).length
  const uploads = mission.artifacts.filter(({ upload }) => upload.decision === "upload").length
  const counts = mission.artifact_counts
  const judged = style[mission.completeness_status === "incomplete" ? "warn" : "good"](
    completeness[mission.completeness_status]
  )
  return [
    fact("scanned", `${count(counts.total, "artifact")} (${present} present, ${uploads} to upload)` +
      `        parity ${mission.parity_hash_sha256.slice(0, 8)}`),
    fact("step", mission.step === null ? "not known" : style.foreign(mission.step)),
    fact("required", counts.required === 0
      ? `nothing at this step        ${judged}`
      : `${counts.required_present} of ${counts.required} present        ${judged}`),
    ...(mission.upcoming.length === 0
      ? []
      : [fact("later", `needs ${mission.upcoming.map(({ relative_path }) => style.foreign(relative_path)).join(", ")}`)])
  ]
}

const missingItems = (mission: ScannedMission, { foreign }: Style): ReadonlyArray<ItemLine> =>
  mission.missing.map(({ artifact, blocking, manifest_step, reason_detail }) => ({
    mark: blocking ? "failed" : "skipped",
    word: artifact.error_reason !== "not_found" ? "unusable" : blocking ? "missing" : "absent",
    subject: foreign(artifact.relative_path),
    reason: foreign(
      `${artifact.error_reason ?? "not_found"}${reason_detail === null ? "" : `: ${reason_detail}`} (${manifest_step})`
    )
  }))

const skippedItems = (mission: ScannedMission, { foreign }: Style): ReadonlyArray<ItemLine> => [
  ...mission.artifacts.flatMap(({ is_present, relative_path, upload }): ReadonlyArray<ItemLine> =>
    is_present && upload.decision === "skip"
      ? [{
        mark: "skipped",
        word: "skipped",
        subject: foreign(relative_path),
        reason: foreign(`${upload.reason_code}: ${upload.reason}`)
      }]
      : []
  ),
  ...mission.skipped.map(({ detail, path, reason }): ItemLine => ({
    mark: "skipped",
    word: "left out",
    subject: foreign(path),
    reason: foreign(detail === null ? reason : `${reason}: ${detail}`)
  })),
  // What can't be used is listed above, as missing or absent.
  ...mission.anomalies.filter(({ code }) => code !== "invalid_format" && code !== "unreadable").map((
    { code, message, target }
  ): ItemLine => ({
    mark: "there",
    word: "note",
    subject: foreign(target),
    reason: code === "unclassified" ? "unclassified: no rule gives it a class, so it is listed as runtime" : foreign(`${code}: ${message}`)
  }))
]

const missionText = (mission: ScannedMission, style: Style): string => {
  const missing = missingItems(mission, style)
  const items = itemLines([...missing, ...grouped(skippedItems(mission, style))], style, missing.length + 20)
  return [
    missionHeading(mission.namespace, style),
    ...summary(mission, style),
    ...(items.length === 0 ? [] : ["", ...items])
  ].join("\n")
}

const closing: Record<ScanReport["events"], string> = {
  queued: "The dossier events are queued; the next sync delivers them, and the bodies.",
  not_queued_no_server: "Nothing is queued: no server is chosen for this project.",
  not_queued_no_identity: "Nothing is queued: this project has no identity yet; it gets one when a server is chosen.",
  not_emitted: "Nothing is queued, as asked (--no-emit)."
}

const text = ({ data, next }: Outcome<ScanReport>, style: Style): string =>
  data.missions.length === 0
    ? ["No missions here: kitty-specs/ holds none that can be read.", ...nextLines(next)].join("\n")
    : [
      ...data.missions.map((mission) => `${missionText(mission, style)}\n`),
      closing[data.events],
      ...nextLines(next)
    ].join("\n")

/** `dossier scan`: per mission what was found, what is missing, what stays here and why. */
export const scanView = makeView({
  schema: "dossier-scan@1",
  data: ScanReport,
  text,
  tells: ({ code }) => code === "DOSSIER-01",
  // Every schema of the report encodes to what it holds; walking through that again shows in a large scan.
  stringify: JSON.stringify
})
