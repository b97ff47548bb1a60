import type { Outcome } from "../../../domain/Diagnostic.js"
import { StatusReport, type MissionStatus } from "../../../domain/health/StatusReport.js"
import { makeView } from "../View.js"
import { checksText } from "./checks.js"
import { alignColumns } from "./columns.js"
import { forecastText } from "./forecast.js"
import { fact, missionHeading, nextLines } from "./mission.js"
import type { Mark, Style } from "./Style.js"
import { count } from "./words.js"

const wholeMissions = 3

const required = ({ artifact_counts: { required, required_present } }: MissionStatus): string =>
  required === 0 ? "nothing required" : `${required_present} of ${required} required present`

const missionText = (mission: MissionStatus, style: Style): string => {
  const { artifact_counts, completeness_status, forecast, last_receipt_at, missing, namespace, step } = mission
  const judged = style[completeness_status === "complete" ? "good" : "warn"](completeness_status)
  const absent = missing.map(({ path, reason }) => `${style.foreign(path)} (${reason})`)
  return [
    missionHeading(namespace, style),
    fact("step", step === null ? "not known" : style.foreign(step)),
    fact("complete", `${judged}: ${required(mission)}, ${count(artifact_counts.total, "artifact")} in all`),
    ...(absent.length === 0 ? [] : [fact("missing", absent.join(", "))]),
    ...(forecast === null ? [] : [fact("forecast", forecastText(forecast, style))]),
    fact("receipt", last_receipt_at === null ? "none of this mission" : `the last of ${last_receipt_at}`)
  ].join("\n")
}

const marks: Record<MissionStatus["completeness_status"], Mark> = {
  complete: "done",
  incomplete: "failed",
  unknown: "skipped"
}

/** One line per mission. */
const table = (missions: ReadonlyArray<MissionStatus>, style: Style): ReadonlyArray<string> => {
  const rows = alignColumns(missions.map((mission) => [
    mission.completeness_status,
    style.foreign(mission.namespace.mission_slug),
    mission.step === null ? "no step" : style.foreign(mission.step),
    required(mission),
    mission.forecast === null ? "" : forecastText(mission.forecast, style)
  ]))
  return missions.map(({ completeness_status }, index) => `  ${style.mark(marks[completeness_status])} ${rows[index] ?? ""}`)
}

const missionsText = (missions: ReadonlyArray<MissionStatus>, style: Style): ReadonlyArray<string> => {
  if (missions.length === 0) return ["No missions here: kitty-specs/ holds none that can be read.", ""]
  if (missions.length <= wholeMissions) return missions.flatMap((mission) => [missionText(mission, style), ""])
  const incomplete = missions.filter(({ completeness_status }) => completeness_status === "incomplete").length
  return [style.bold(`${missions.length} missions`) + `, ${incomplete} incomplete`, ...table(missions, style), ""]
}

const text = ({ data, next }: Outcome<StatusReport>, style: Style): string => {
  const { checks, missions, project: { project_uuid, root } } = data
  return [
    `${style.bold(`Project ${style.foreign(root)}`)}  ${style.dot}  ${project_uuid ?? "no identity yet"}`,
    "",
    ...missionsText(missions, style),
    ...checksText(checks, style),
    ...nextLines(next)
  ].join("\n")
}

/** `status`: one screen. */
export const statusView = makeView({ schema: "status@1", data: StatusReport, text })
