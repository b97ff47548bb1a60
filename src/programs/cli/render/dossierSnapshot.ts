import type { Outcome } from "../../../domain/Diagnostic.js"
import { snapshotText } from "../../../domain/dossier/makeSnapshotFile.js"
import { type DiskComparison, SnapshotExport, SnapshotVerification } from "../../../domain/dossier/SnapshotVerification.js"
import { makeView } from "../View.js"
import { escapeJson } from "./escape.js"
import { fact, type ItemLine, itemLines, nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { moment } from "./upload.js"
import { count } from "./words.js"

const exported = ({ data, next }: Outcome<SnapshotExport>, { foreign }: Style): string =>
  data.snapshot === null
    ? [
      `Wrote the snapshot of ${foreign(data.mission_slug)} to ${foreign(data.file ?? "")}: ` +
      `${count(data.total_artifacts, "artifact")}, parity ${data.parity_hash_sha256.slice(0, 8)}.`,
      ...nextLines(next)
    ].join("\n")
    : snapshotText(data.snapshot).split("\n").map(escapeJson).join("\n")

/** `dossier snapshot export`: the file itself where it goes to stdout, else where it went. */
export const snapshotExportView = makeView({ schema: "snapshot-export@1", data: SnapshotExport, text: exported })

const shown = 40

const findingLines = ({ findings }: SnapshotVerification, style: Style): ReadonlyArray<string> =>
  itemLines(
    findings.map(({ message, pointer, rule }): ItemLine => ({
      mark: "failed",
      word: rule,
      subject: style.foreign(pointer),
      reason: style.foreign(message)
    })),
    style,
    shown
  )

const diskLines = (disk: DiskComparison, style: Style): ReadonlyArray<string> => {
  const items = (word: string, paths: ReadonlyArray<string>) =>
    paths.map((path): ItemLine => ({ mark: "failed", word, subject: style.foreign(path), reason: "" }))
  return itemLines(
    [...items("changed", disk.changed), ...items("gone", disk.missing), ...items("new", disk.added)],
    style,
    shown
  )
}

const diskSentence = (disk: DiskComparison | null): string => {
  if (disk === null) return "not compared: the mission is not here, or that was not asked for"
  const { added, changed, missing } = disk
  return added.length + changed.length + missing.length === 0
    ? "the mission is as it was then"
    : `${changed.length} changed, ${missing.length} gone, ${added.length} new since then`
}

const verified = ({ data, next }: Outcome<SnapshotVerification>, style: Style): string => [
  `${style.bold(`Snapshot ${style.foreign(data.snapshot_id)}`)}  ${style.dot}  ${style.foreign(data.mission_slug)}  ` +
  `${style.dot}  ${moment(data.computed_at)}`,
  fact("file", data.findings.length === 0
    ? `agrees with itself: ${count(data.total_artifacts, "artifact")}, parity ${data.parity_hash_sha256.slice(0, 8)}`
    : style.bad(`${count(data.findings.length, "finding")}: it is not as it was exported`)),
  ...findingLines(data, style),
  fact("disk", diskSentence(data.disk)),
  ...(data.disk === null ? [] : diskLines(data.disk, style)),
  ...nextLines(next)
].join("\n")

/** `dossier snapshot verify`: what is wrong with the file by JSON pointer, then which files differ. */
export const snapshotVerifyView = makeView({ schema: "snapshot-verify@1", data: SnapshotVerification, text: verified })
