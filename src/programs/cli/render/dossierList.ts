import type { Outcome } from "../../../domain/Diagnostic.js"
import { DossierList } from "../../../domain/dossier/DossierViews.js"
import type { ListedArtifact } from "../../../domain/dossier/listArtifacts.js"
import { makeView } from "../View.js"
import { alignColumns } from "./columns.js"
import { nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { uploadMarks, uploadWords } from "./upload.js"
import { count, size } from "./words.js"

const row = (artifact: ListedArtifact, prefix: string, { foreign }: Style): ReadonlyArray<string> => [
  uploadWords[artifact.upload.state],
  foreign(`${prefix}${artifact.relative_path}`),
  artifact.artifact_class,
  artifact.required_status,
  artifact.is_present ? size(artifact.size_bytes) : artifact.error_reason ?? "absent",
  artifact.artifact_key
]

const filters = ({ filters_applied }: DossierList): string =>
  Object.entries(filters_applied)
    .map(([name, value]) => value === true ? name : `${name} ${Array.isArray(value) ? value.join(" or ") : String(value)}`)
    .join(", ")

const closing = (data: DossierList, { foreign }: Style): string => {
  const { filtered_count, total_count } = data
  const applied = filters(data)
  const missions = data.missions.length === 1 ? "" : ` of ${count(data.missions.length, "mission")}`
  const left = data.missions.reduce((sum, { skipped_entries }) => sum + skipped_entries, 0)
  const listed = applied === ""
    ? `${count(total_count, "artifact")}${missions}`
    : `${filtered_count} of ${count(total_count, "artifact")}${missions} (${foreign(applied)})`
  return left === 0 ? `${listed}.` : `${listed}; ${count(left, "entry is", "entries are")} left out: spec-kitty dossier scan lists them.`
}

const text = ({ data, next }: Outcome<DossierList>, style: Style): string => {
  const many = data.missions.length > 1
  const rows = alignColumns(data.artifacts.map((artifact) => row(artifact, many ? `${artifact.mission_slug}/` : "", style)))
  return [
    ...data.artifacts.map(({ upload }, index) => `  ${style.mark(uploadMarks[upload.state])} ${rows[index] ?? ""}`),
    ...(data.artifacts.length === 0 ? [] : [""]),
    closing(data, style),
    ...nextLines(next)
  ].join("\n")
}

/** `dossier list`: one line per artifact, then how many there are. */
export const dossierListView = makeView({ schema: "dossier-list@1", data: DossierList, text })
