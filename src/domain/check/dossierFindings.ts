import type { Anomaly, MissingArtifact, MissionDossier } from "../dossier/MissionDossier.js"
import { type Finding, finding, type Severity } from "./Finding.js"
import type { RuleId } from "./rules.js"

interface Judged {
  readonly rule: RuleId
  readonly severity: Severity
  readonly fix: string | null
}

/** What each anomaly amounts to. What no file can be blamed for, or CI itself brings about, is a note. */
const anomalyRules: { readonly [Code in Anomaly["code"]]: Judged } = {
  unclassified: {
    rule: "unclassified", severity: "note", fix: "name it in the manifest, or give it an artifact_class in its frontmatter"
  },
  branch_mismatch: { rule: "branch-mismatch", severity: "note", fix: null },
  slug_mismatch: { rule: "slug-mismatch", severity: "warning", fix: "give mission_slug the name of the directory" },
  name_collision: { rule: "name-collision", severity: "warning", fix: "rename one of the files" },
  hard_link: { rule: "hard-link", severity: "warning", fix: "replace the link by a file of its own" },
  line_endings: { rule: "line-endings", severity: "note", fix: "use one kind of line ending" },
  frontmatter_invalid: { rule: "frontmatter-invalid", severity: "warning", fix: "write one of the six classes" },
  log_line_invalid: { rule: "log-line-invalid", severity: "warning", fix: "correct or remove the line" },
  namespace_incomplete: { rule: "namespace-incomplete", severity: "error", fix: "add what is missing to meta.json" },
  unreadable: { rule: "state-file-invalid", severity: "error", fix: "make it a readable, regular file" },
  invalid_format: { rule: "state-file-invalid", severity: "error", fix: "correct the file" }
}

const missionPath = ({ mission_slug }: MissionDossier, path: string): string => `kitty-specs/${mission_slug}/${path}`

const whyMissing = ({ artifact: { relative_path: path, step_id }, manifest_step }: MissingArtifact): string => {
  const asked = manifest_step === "required_always" ? "is always required" : `is required at step ${manifest_step}`
  return step_id === null && manifest_step === "optional" ? `${path} is gone.` : `${path} ${asked}, and it is not there.`
}

const missingRule = (missing: MissingArtifact): Pick<Finding, "rule_id" | "message" | "fix"> => {
  const { artifact: { error_reason: reason, relative_path: path }, reason_detail: detail } = missing
  const because = detail === null ? "" : `: ${detail}`
  switch (reason) {
    case "unreadable":
      return { rule_id: "artifact-unreadable", message: `${path} can't be read${because}.`, fix: "make it a readable, regular file" }
    case "invalid_format":
      return { rule_id: "not-utf8", message: `${path} can't be used${because}.`, fix: "save it as UTF-8" }
    case "deleted_after_scan":
      return { rule_id: "required-missing", message: `${path} went away while it was looked at.`, fix: "run the check again" }
    default:
      return { rule_id: "required-missing", message: whyMissing(missing), fix: `write ${path}` }
  }
}

/** A log's line is part of the place, not of the words. */
const withoutLine = ({ line, message, target }: Anomaly): string =>
  line === undefined ? message : message.replace(`${target}:${line} `, `${target} `)

/** Anomalies that no other finding of the mission tells: an unusable artifact is among the missing ones. */
const remaining = ({ anomalies, missing }: MissionDossier): ReadonlyArray<Anomaly> => {
  const told = new Set(missing.map(({ artifact }) => artifact.relative_path))
  return anomalies.filter(({ code, target }) =>
    code !== "namespace_incomplete" && !((code === "unreadable" || code === "invalid_format") && told.has(target)))
}

/** What a scan found wrong with a mission's files. With `strict` an unclassified file is a warning. */
export const dossierFindings = (dossier: MissionDossier, strict: boolean): ReadonlyArray<Finding> => {
  const common = { requirement: "complete", mission_slug: dossier.mission_slug } as const
  const missing = dossier.missing.map((it) =>
    finding({
      ...common,
      ...missingRule(it),
      severity: it.blocking ? "error" : "warning",
      path: missionPath(dossier, it.artifact.relative_path)
    }))
  const anomalies = remaining(dossier).map((anomaly) => {
    const { fix, rule, severity } = anomalyRules[anomaly.code]
    return finding({
      ...common,
      rule_id: rule,
      severity: strict && rule === "unclassified" ? "warning" : severity,
      message: withoutLine(anomaly),
      path: missionPath(dossier, anomaly.target),
      line: anomaly.line ?? null,
      column: anomaly.column ?? null,
      fix
    })
  })
  return [...missing, ...anomalies]
}
