import type { Outcome } from "../../../domain/Diagnostic.js"
import { type IdentityOrigin, type IdentityPart, IdentityReport } from "../../../domain/identity/IdentityReport.js"
import { placeSuffix } from "../../../domain/Place.js"
import { makeView } from "../View.js"
import { alignColumns } from "./columns.js"
import type { Style } from "./Style.js"

const derived: Readonly<Record<Exclude<IdentityOrigin["kind"], "file">, string>> = {
  git_remote: "from the git remote",
  folder_name: "from the folder's name",
  machine_account: "from this machine and account",
  first_use: "made on first use",
  none: "no git remote gives one"
}

const from = (origin: IdentityOrigin, { foreign }: Style): string =>
  origin.kind === "file" ? `${foreign(origin.file ?? "")}${placeSuffix(origin)}` : derived[origin.kind]

const row = ({ origin, part, value }: IdentityPart, style: Style): ReadonlyArray<string> => [
  part,
  value === null ? (origin.kind === "first_use" ? "none yet" : "none") : style.foreign(value),
  from(origin, style)
]

const remarks = ({ foreign_build, kept_in }: IdentityReport, { foreign }: Style): ReadonlyArray<string> => [
  ...(foreign_build === null ? [] : [
    `This checkout is a copy: build.id ${foreign(foreign_build.build_id)} in ${foreign(foreign_build.file)}${placeSuffix(foreign_build)} belongs to another one.`,
    "It is replaced on first use."
  ]),
  ...(kept_in === "user_folder" ? ["The checkout can't be written, so its identity is kept outside of it, for you alone."] : [])
]

const text = ({ data }: Outcome<IdentityReport>, style: Style): string => {
  const said = remarks(data, style)
  return [...alignColumns(data.parts.map((part) => row(part, style))), ...(said.length === 0 ? [] : ["", ...said])].join("\n")
}

/** `identity`: a row for each part. */
export const identityView = makeView({ schema: "identity@1", data: IdentityReport, text })
