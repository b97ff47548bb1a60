import type { Outcome } from "../../../domain/Diagnostic.js"
import { Explanation, type RequirementAnswer, type UploadAnswer } from "../../../domain/dossier/Explanation.js"
import { makeView } from "../View.js"
import { padCells } from "./columns.js"
import { fact, nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { uploadFactsText, uploadWords } from "./upload.js"
import { size, thousands } from "./words.js"

const statusWords: Record<Explanation["status"], string> = {
  present: "present",
  unusable: "can't be used",
  missing: "missing",
  upcoming: "not made yet",
  left_out: "left out"
}

/** The answer, then why: `yes         surface research/**, …` */
const answer = (label: string, word: string, why: string): string => fact(label, `${padCells(word, 12)}${why}`.trimEnd())

const heading = ({ artifact, path, status }: Explanation, { bold, foreign }: Style): string => {
  const facts = artifact === null ? [] : [
    artifact.artifact_key,
    artifact.artifact_class,
    artifact.required_status
  ]
  const content = artifact === null || artifact.content_hash_sha256 === ""
    ? []
    : [size(artifact.size_bytes), `sha256 ${artifact.content_hash_sha256.slice(0, 8)}`]
  return [bold(foreign(path)), ...facts, statusWords[status], ...content].join("   ")
}

const required = ({ blocking, reason, required: isRequired }: RequirementAnswer, style: Style): string =>
  answer("required", isRequired ? "yes" : "no", `${style.foreign(reason)}${isRequired && !blocking ? "; its absence blocks nothing" : ""}`)

const uploadFacts = (upload: UploadAnswer, { foreign }: Style): ReadonlyArray<string> => [
  upload.surface === null ? "on no uploaded surface" : `surface ${foreign(upload.surface)}`,
  ...(upload.format === null ? ["no inline format"] : [`format ${upload.format}`]),
  ...(upload.size_bytes === null ? [] : [`${thousands(upload.size_bytes)} of ${thousands(upload.limit_bytes)} bytes`]),
  ...(upload.utf8 === null ? [] : [upload.utf8 ? "valid UTF-8" : "not UTF-8"])
]

const upload = (given: UploadAnswer, style: Style): string => {
  const reason = given.reason_code === null ? [] : [style.foreign(`${given.reason_code}: ${given.reason}`)]
  return answer("upload", given.decision === "upload" ? "yes" : "no", [...reason, ...uploadFacts(given, style)].join(", "))
}

const lines = (data: Explanation, style: Style): ReadonlyArray<string> => {
  const { anomalies, artifact, classified, last, left_out, requirement, status } = data
  const { foreign } = style
  const provenance = artifact?.provenance ?? null
  return [
    ...(left_out === null ? [] : [answer("left out", left_out.reason, foreign(
      left_out.path === data.path ? left_out.detail ?? "" : `with ${left_out.path}${left_out.detail === null ? "" : `: ${left_out.detail}`}`
    ))]),
    ...(classified === null ? [] : [answer("class", classified.artifact_class, foreign(classified.rule))]),
    ...(requirement === null ? [] : [required(requirement, style)]),
    ...(data.upload === null ? [] : [upload(data.upload, style)]),
    ...(status === "missing" || status === "upcoming" ? [answer("upload", "no", "there is no such file")] : []),
    ...(provenance === null ? [] : [answer("from", provenance.source_kind, foreign(provenance.actor_id ?? ""))]),
    ...(last === null ? [] : [answer("last", uploadWords[last.state], uploadFactsText(last, style))]),
    ...anomalies.map(({ code, message }) => answer("note", code, foreign(message)))
  ]
}

const text = ({ data, next }: Outcome<Explanation>, style: Style): string => {
  const where = `${style.foreign(data.mission_slug)}, ${data.step === null ? "step not known" : `step ${style.foreign(data.step)}`}`
  return [heading(data, style), fact("mission", where), ...lines(data, style), ...nextLines(next)].join("\n")
}

/** `explain`: one line per question, the answer first and then what it rests on. */
export const explainView = makeView({ schema: "explain@1", data: Explanation, text })
