import * as Option from "effect/Option"
import type { YamlEdit } from "../yaml/YamlEdit.js"
import type { FoundIdentity } from "./findIdentity.js"
import type { MadeParts } from "./identityParts.js"
import type { StoredIdentity } from "./storedIdentity.js"

/** One file with what is to be set in it. */
export interface FileEdits {
  readonly stored: StoredIdentity
  readonly edits: ReadonlyArray<YamlEdit>
}

/** Nothing where the file says so already. */
const set = (path: YamlEdit["path"], before: Option.Option<string>, value: string): ReadonlyArray<YamlEdit> =>
  Option.contains(before, value) ? [] : [{ path, value }]

const checkoutEdits = (stored: StoredIdentity, { build_id, node_id }: MadeParts, fingerprint: string) => [
  ...set(["build", "id"], stored.buildId, build_id),
  ...set(["build", "fingerprint"], stored.fingerprint, fingerprint),
  ...set(["node", "id"], stored.nodeId, node_id)
]

/** A slug is written along with the first uuid alone: a project that lives without one is not touched for it. */
const projectEdits = ({ config }: FoundIdentity, { project_uuid }: MadeParts, slug: string | null) =>
  Option.isSome(config.uuid) ? [] : [
    ...set(["project", "uuid"], Option.none(), project_uuid),
    ...(Option.isNone(config.slug) && slug !== null ? set(["project", "slug"], Option.none(), slug) : [])
  ]

/** What the repository's files lack. The file that git does not see comes first: it must be there before it is needed. */
export const repositoryEdits = (found: FoundIdentity, made: MadeParts, slug: string | null): ReadonlyArray<FileEdits> => {
  const { config, fingerprint, place } = found
  const project = projectEdits(found, made, slug)
  const checkout = checkoutEdits(place, made, fingerprint)
  const all = place === config
    ? [{ stored: config, edits: [...project, ...checkout] }]
    : [{ stored: place, edits: checkout }, { stored: config, edits: project }]
  return all.filter(({ edits }) => edits.length > 0)
}

/** What the file of the user's folder is given where the repository can't be written. */
export const keptEdits = (found: FoundIdentity, made: MadeParts, slug: string | null): FileEdits => ({
  stored: found.kept,
  edits: [...projectEdits(found, made, slug), ...checkoutEdits(found.kept, made, found.fingerprint)]
})
