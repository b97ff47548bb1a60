import type { Outcome } from "../../../domain/Diagnostic.js"
import { type NumberedCandidate, TrackerBindReport, TrackerResourceList, TrackerStatusReport } from "../../../domain/tracker/TrackerReports.js"
import type { TrackerChange, TrackerSection } from "../../../domain/tracker/TrackerSection.js"
import { makeView } from "../View.js"
import { alignColumns } from "./columns.js"
import { fact, nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { count } from "./words.js"

const indented = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => alignColumns(rows).map((row) => `  ${row}`)

const resourceLines = ({ resources }: TrackerResourceList, { foreign }: Style): ReadonlyArray<string> =>
  indented(resources.map(({ bound_at, bound_project_slug, display_label }) => [
    foreign(display_label),
    typeof bound_project_slug === "string"
      ? `bound to ${foreign(bound_project_slug)}${typeof bound_at === "string" ? ` since ${foreign(bound_at)}` : ""}`
      : "free"
  ]))

const resourcesText = ({ data, next }: Outcome<TrackerResourceList>, style: Style): string =>
  [
    `${count(data.resources.length, "resource")} of ${data.provider}, says ${style.foreign(data.server)}`,
    ...resourceLines(data, style),
    ...nextLines(next)
  ].join("\n")

/** `tracker resources` */
export const trackerResourcesView = makeView({ schema: "tracker-resources@1", data: TrackerResourceList, text: resourcesText })

const candidateLines = (candidates: ReadonlyArray<NumberedCandidate>, { foreign }: Style): ReadonlyArray<string> =>
  indented(candidates.map(({ confidence, display_label, match_reason, number }) => [
    String(number), foreign(display_label), confidence, foreign(match_reason)
  ]))

const valueText = (value: TrackerChange["before"], { foreign }: Style): string => {
  if (typeof value === "string") return foreign(value)
  const words = Object.entries(value ?? {}).map(([key, word]) => `${key} ${word ?? "none"}`)
  return words.length === 0 ? "nothing" : foreign(words.join(", "))
}

const changeLines = ({ changes, would_confirm }: TrackerBindReport, style: Style): ReadonlyArray<string> =>
  indented(changes.map(({ after, before, key }) => {
    const isUnsaid = after === null && would_confirm !== null
    return [key, `${valueText(before, style)} -> ${isUnsaid ? "what the server says when it confirms" : valueText(after, style)}`]
  }))

const nameOf = ({ binding_ref, display_label, provider }: TrackerSection, { foreign }: Style): string => {
  const name = foreign(display_label ?? binding_ref ?? "nothing")
  return provider === null ? name : `${name} (${foreign(provider)})`
}

const headline = (data: TrackerBindReport, style: Style): string => {
  const name = nameOf(data.after ?? data.before, style)
  switch (data.outcome) {
    case "bound":
      return `${style.mark("done")} This project is bound to ${name}.`
    case "already_bound":
      return `${style.mark("there")} This project is bound to ${name} already. Nothing was changed.`
    case "would_bind":
      return `A dry run: this project would be bound to ${name}. Nothing was bound or written.`
    case "choose":
      return data.candidates.length === 0 ? "Nothing was bound." : `Resources of ${data.provider} that may be this project's:`
    case "invalid":
      return `${style.mark("failed")} Nothing was written: the server does not stand by the binding.`
  }
}

const identityLine = ({ build_id, node_id, repo_slug, slug, uuid }: TrackerBindReport["project_identity"], { foreign }: Style): string =>
  `uuid ${uuid}, slug ${foreign(slug)}, node_id ${node_id}, repo_slug ${repo_slug === null ? "none" : foreign(repo_slug)}, build_id ${build_id}`

const sentLines = (data: TrackerBindReport, style: Style): ReadonlyArray<string> => {
  if (!data.dry_run || data.outcome !== "would_bind") return []
  const to = data.would_confirm === null ? [] : [fact("confirms", `POST ${data.server}${data.would_confirm.path}`)]
  return [...to, fact("sends", identityLine(data.project_identity, style))]
}

const bindText = ({ data, next }: Outcome<TrackerBindReport>, style: Style): string => {
  const written = data.changes.length === 0 ? [] : [`.kittify/config.yaml, section tracker:`, ...changeLines(data, style)]
  return [
    headline(data, style), ...candidateLines(data.candidates, style), ...sentLines(data, style), ...written, ...nextLines(next)
  ].join("\n")
}

/** `tracker bind` */
export const trackerBindView = makeView({ schema: "tracker-bind@1", data: TrackerBindReport, text: bindText })

const unanswered = {
  given: "it said so",
  refused: "it was asked, and refused",
  sign_in_needed: "it tells nobody without a sign-in",
  none: "it was asked, and gave no answer",
  not_asked: "it was not asked"
} as const

const serverLine = ({ answer, connected, last_synced_at, server, validation }: TrackerStatusReport, style: Style): string => {
  const name = server === null ? "none is chosen" : style.foreign(server)
  if (validation === null) return server === null ? name : `${name}; ${unanswered[answer]}`
  if (!validation.valid) return `${name} ${style.bad("does not stand by it")}`
  const reached = connected === null ? "" : connected ? "; it reaches the tracker" : "; it does not reach the tracker now"
  const last = last_synced_at === null ? "" : `; issues last fetched ${style.foreign(last_synced_at)}`
  return `${name} ${style.good("stands by it")}${reached}${last}`
}

const boundLines = (data: TrackerStatusReport, style: Style): ReadonlyArray<string> => {
  const { binding } = data
  const context = valueText(binding.provider_context, style)
  return [
    `This project is bound to ${nameOf(binding, style)}.`,
    fact("binding", style.foreign(binding.binding_ref ?? "")),
    fact("context", context),
    fact("server", serverLine(data, style))
  ]
}

const statusText = ({ data, next }: Outcome<TrackerStatusReport>, style: Style): string =>
  [
    ...(data.bound ? boundLines(data, style) : ["This project is bound to no tracker."]),
    ...nextLines(next)
  ].join("\n")

/** `tracker status` */
export const trackerStatusView = makeView({ schema: "tracker-status@1", data: TrackerStatusReport, text: statusText })
