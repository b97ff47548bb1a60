import * as Array from "effect/Array"
import * as Order from "effect/Order"
import * as Schema from "effect/Schema"
import { UploadState, UploadStateName } from "../sync/UploadState.js"
import { ArtifactClass, ArtifactRef } from "./Artifact.js"
import { codePointOrder } from "./codePointOrder.js"

/** An artifact of some mission, with where its body is. */
export const ListedArtifact = Schema.Struct({
  mission_slug: Schema.String,
  ...ArtifactRef.fields,
  upload: UploadState
})
export type ListedArtifact = typeof ListedArtifact.Type

export const ArtifactSort = Schema.Literal("path", "key", "size")
export type ArtifactSort = typeof ArtifactSort.Type

/** Which artifacts to list: what is null or empty asks for nothing; of several classes or states any will do (042 FR-008). */
export const ArtifactFilter = Schema.Struct({
  class: Schema.Array(ArtifactClass),
  wp_id: Schema.NullOr(Schema.String),
  step_id: Schema.NullOr(Schema.String),
  /** Those that some step requires. */
  required_only: Schema.Boolean,
  /** Those that are not there or can't be used. */
  missing: Schema.Boolean,
  state: Schema.Array(UploadStateName)
})
export type ArtifactFilter = typeof ArtifactFilter.Type

export const noFilter: ArtifactFilter = {
  class: [],
  wp_id: null,
  step_id: null,
  required_only: false,
  missing: false,
  state: []
}

/** The filters that asked for something, by name. */
export const FiltersApplied = Schema.Struct({
  class: Schema.optionalWith(ArtifactFilter.fields.class, { exact: true }),
  wp_id: Schema.optionalWith(Schema.String, { exact: true }),
  step_id: Schema.optionalWith(Schema.String, { exact: true }),
  required_only: Schema.optionalWith(Schema.Boolean, { exact: true }),
  missing: Schema.optionalWith(Schema.Boolean, { exact: true }),
  state: Schema.optionalWith(ArtifactFilter.fields.state, { exact: true })
})

const filtersApplied = (filter: ArtifactFilter): typeof FiltersApplied.Type => ({
  ...(filter.class.length === 0 ? {} : { class: filter.class }),
  ...(filter.wp_id === null ? {} : { wp_id: filter.wp_id }),
  ...(filter.step_id === null ? {} : { step_id: filter.step_id }),
  ...(filter.required_only ? { required_only: true } : {}),
  ...(filter.missing ? { missing: true } : {}),
  ...(filter.state.length === 0 ? {} : { state: filter.state })
})

/** What is left of a list, and how much there was. */
export const ArtifactListing = Schema.Struct({
  total_count: Schema.NonNegativeInt,
  filtered_count: Schema.NonNegativeInt,
  filters_applied: FiltersApplied,
  artifacts: Schema.Array(ListedArtifact)
})
export type ArtifactListing = typeof ArtifactListing.Type

const accepts = (filter: ArtifactFilter, artifact: ListedArtifact): boolean =>
  (filter.class.length === 0 || filter.class.includes(artifact.artifact_class)) &&
  (filter.wp_id === null || artifact.wp_id === filter.wp_id) &&
  (filter.step_id === null || artifact.step_id === filter.step_id) &&
  (!filter.required_only || artifact.required_status === "required") &&
  (!filter.missing || !artifact.is_present) &&
  (filter.state.length === 0 || filter.state.includes(artifact.upload.state))

const by = (textOf: (artifact: ListedArtifact) => string): Order.Order<ListedArtifact> => Order.mapInput(codePointOrder, textOf)

/** A mission has a key, and a path but for patterns of absent artifacts, once: no two artifacts compare equal. */
const identity = Order.combineAll([
  by(({ mission_slug }) => mission_slug),
  by(({ relative_path }) => relative_path),
  by(({ artifact_key }) => artifact_key)
])

const orders: Record<ArtifactSort, Order.Order<ListedArtifact>> = {
  path: identity,
  key: Order.combine(by(({ artifact_key }) => artifact_key), identity),
  /** The largest first. */
  size: Order.combine(Order.reverse(Order.mapInput(Order.number, ({ size_bytes }: ListedArtifact) => size_bytes)), identity)
}

/**
 * The artifacts that the filter accepts, in an order that depends on them alone: the same list in any order gives the
 * same answer. For the command line and every view with filters.
 */
export const listArtifacts = (
  artifacts: ReadonlyArray<ListedArtifact>,
  filter: ArtifactFilter,
  sort: ArtifactSort
): ArtifactListing => {
  const accepted = Array.sort(artifacts.filter((artifact) => accepts(filter, artifact)), orders[sort])
  return {
    total_count: artifacts.length,
    filtered_count: accepted.length,
    filters_applied: filtersApplied(filter),
    artifacts: accepted
  }
}
