import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { IdentityStep } from "../../../domain/upgrade/UpgradePlan.js"
import { Project } from "../../../services/Project.js"
import type { IdentityDraft } from "../../../services/ProjectIdentityStore.js"
import { findIn, type FoundIdentity } from "./findIdentity.js"
import { repositoryEdits } from "./identityEdits.js"
import { identityOf, madeParts, slugOf } from "./identityParts.js"
import { configFile, readPlaces } from "./places.js"
import { parseStored, type StoredIdentity } from "./storedIdentity.js"

/** Flat ids count where git does not track the file, and where no section has replaced them. */
const withFlatIds = (found: FoundIdentity): FoundIdentity => {
  const { config, place, source } = found
  return place !== config || Option.isSome(config.buildId) || Option.isSome(source) ? found : {
    ...found,
    buildId: config.flatBuildId,
    nodeId: Option.orElse(found.nodeId, () => config.flatNodeId)
  }
}

type Part = IdentityStep["part"]
type StepOf = (part: Part, file: StoredIdentity, before: Option.Option<string>, known: Option.Option<string>) => IdentityStep

const madeNote = (part: Part, { foreign }: FoundIdentity): string | null => {
  if (part === "build.id" && Option.isSome(foreign)) return "the stored one belongs to another checkout"
  return part === "node.id" ? "from this machine and account" : null
}

const carriedNote = ({ outside, source }: FoundIdentity): string | null => {
  if (Option.isSome(outside)) return `kept outside of the repository so far, in ${outside.value.file}`
  return Option.isSome(source) ? `stood in ${source.value.file} so far` : null
}

const stepsOf = (found: FoundIdentity, slug: string | null, step: StepOf): ReadonlyArray<IdentityStep> => {
  const { buildId, config, nodeId, place, uuid } = found
  const isSlugWritten = Option.isNone(config.uuid) && slug !== null
  return [
    step("project.uuid", config, config.uuid, uuid),
    ...(Option.isSome(config.slug) || isSlugWritten ? [step("project.slug", config, config.slug, found.slug)] : []),
    step("build.id", place, Option.filter(place.buildId, (id) => Option.contains(buildId, id)), buildId),
    step("node.id", place, Option.filter(place.nodeId, (id) => Option.contains(nodeId, id)), nodeId)
  ]
}

/** `ProjectIdentityStore.draft` */
export const draftIdentity = Effect.fn("ProjectIdentityStore.draft")(function*(text: string) {
  const path = yield* Path.Path
  const { root } = yield* Project
  const relative = ({ file }: StoredIdentity) => path.relative(root, file).replaceAll(path.sep, "/")
  // What config.yaml holds now is not judged: an upgrade drafts over one that live commands refuse.
  const places = yield* readPlaces(yield* parseStored(yield* configFile, text))
  const found = withFlatIds(yield* findIn(places))
  const made = yield* madeParts(found)
  const slug = yield* slugOf(found)
  const step: StepOf = (part, file, before, known) => {
    const common = { part, path: relative(file) }
    if (Option.isSome(before)) return { ...common, step: "keep", note: null }
    return Option.isSome(known)
      ? { ...common, step: "carry", note: carriedNote(found) }
      : { ...common, step: "make", note: madeNote(part, found) }
  }
  const draft: IdentityDraft = {
    identity: yield* identityOf(found, made),
    files: repositoryEdits(found, made, slug).map(({ edits, stored }) => ({ path: relative(stored), after: stored.yaml.set(edits) })),
    steps: stepsOf(found, slug, step)
  }
  return draft
})
