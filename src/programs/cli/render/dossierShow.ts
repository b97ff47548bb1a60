import type { Outcome } from "../../../domain/Diagnostic.js"
import { type ArtifactContent, ShownArtifact } from "../../../domain/dossier/DossierViews.js"
import type { ListedArtifact } from "../../../domain/dossier/listArtifacts.js"
import { makeView } from "../View.js"
import { fact, nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { moment, uploadFactsText, uploadWords } from "./upload.js"
import { thousands } from "./words.js"

const fields = (artifact: ListedArtifact, style: Style): ReadonlyArray<string> => {
  const { foreign } = style
  const { error_reason: reason, provenance, step_id, wp_id } = artifact
  return [
    fact("mission", foreign(artifact.mission_slug)),
    fact("key", artifact.artifact_key),
    fact("class", artifact.artifact_class),
    fact("required", artifact.required_status),
    ...(wp_id === null ? [] : [fact("package", foreign(wp_id))]),
    ...(step_id === null ? [] : [fact("step", foreign(step_id))]),
    fact("present", artifact.is_present ? "yes" : `no: ${reason ?? "not known"}`),
    fact("size", `${thousands(artifact.size_bytes)} bytes`),
    ...(artifact.content_hash_sha256 === "" ? [] : [fact("sha256", artifact.content_hash_sha256)]),
    ...(provenance === null ? [] : [fact("from", foreign([provenance.source_kind, provenance.actor_id ?? ""].join(" ")))]),
    fact("indexed", moment(artifact.indexed_at)),
    fact("upload", `${uploadWords[artifact.upload.state]}: ${uploadFactsText(artifact.upload, style)}`)
  ]
}

/** A text as it may stand on a terminal; its line breaks and tabs stay. */
const shownText = (text: string, { foreign }: Style): string =>
  text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t").map(foreign).join("\t")).join("\n")

const content = (given: ArtifactContent, style: Style): ReadonlyArray<string> => [
  fact(
    "content",
    given.is_truncated
      ? style.warn(`the first ${thousands(given.shown_bytes)} of ${thousands(given.size_bytes)} bytes; --raw writes all of them`)
      : `${thousands(given.size_bytes)} bytes, sha256 ${given.content_hash_sha256}`
  ),
  "",
  shownText(given.text, style)
]

const text = ({ data, next }: Outcome<ShownArtifact>, style: Style): string => [
  style.bold(style.foreign(data.artifact.relative_path)),
  ...fields(data.artifact, style),
  ...(data.content === null ? [] : content(data.content, style)),
  ...nextLines(next)
].join("\n")

/** `dossier show`: one line per field, then the text where it was asked for. */
export const dossierShowView = makeView({ schema: "dossier-show@1", data: ShownArtifact, text })
