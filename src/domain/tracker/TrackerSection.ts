import * as Schema from "effect/Schema"

/** What a provider says of a resource: words by name, as they came. */
export const ProviderContext = Schema.Record({ key: Schema.String, value: Schema.NullOr(Schema.String) })
export type ProviderContext = typeof ProviderContext.Type

/** Section `tracker` of `.kittify/config.yaml`, as far as it says which resource the project is bound to. */
export class TrackerSection extends Schema.Class<TrackerSection>("spec-kitty/TrackerSection")({
  /** As it is written: another version may have known providers that this one does not. */
  provider: Schema.NullOr(Schema.String),
  /** Names the binding on the server; null where there is none. */
  binding_ref: Schema.NullOr(Schema.String),
  /** Name of the resource for people. */
  display_label: Schema.NullOr(Schema.String),
  provider_context: ProviderContext
}) {}

/** Nothing is said of a tracker. */
export const noTracker = new TrackerSection({
  provider: null,
  binding_ref: null,
  display_label: null,
  provider_context: {}
})

/** One key of the section, and what becomes of it. */
export const TrackerChange = Schema.Struct({
  key: Schema.Literal("provider", "binding_ref", "display_label", "provider_context"),
  before: Schema.NullOr(Schema.Union(Schema.String, ProviderContext)),
  after: Schema.NullOr(Schema.Union(Schema.String, ProviderContext))
})
export type TrackerChange = typeof TrackerChange.Type

const keys = ["provider", "binding_ref", "display_label", "provider_context"] as const

/** What differs, in the order in which it is written; nothing where the section says it already. */
export const trackerChanges = (before: TrackerSection, after: TrackerSection): ReadonlyArray<TrackerChange> =>
  keys.flatMap((key) =>
    JSON.stringify(before[key]) === JSON.stringify(after[key]) ? [] : [{ key, before: before[key], after: after[key] }])

/**
 * The same before the server has confirmed: it names the binding then, and says what belongs to it, so that these two keys
 * are set to something that is not known yet (null).
 */
export const unconfirmedChanges = (before: TrackerSection, after: TrackerSection): ReadonlyArray<TrackerChange> =>
  keys.flatMap((key) =>
    key === "binding_ref" || key === "provider_context"
      ? [{ key, before: before[key], after: null }]
      : trackerChanges(before, after).filter((change) => change.key === key))
