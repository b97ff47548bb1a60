import * as Schema from "effect/Schema"
import { BindableResource, TrackerCandidate, TrackerProjectIdentity, TrackerProvider } from "../wire/tracker.js"
import { TrackerChange, TrackerSection } from "./TrackerSection.js"

/** A resource as it is shown: what stands for it until it is bound is left out, since nothing takes it. */
const ShownResource = BindableResource.omit("candidate_token")

/** `data` of `tracker resources --json` (`tracker-resources@1`). */
export class TrackerResourceList extends Schema.Class<TrackerResourceList>("spec-kitty/TrackerResourceList")({
  server: Schema.String,
  provider: TrackerProvider,
  resources: Schema.Array(ShownResource)
}) {}

/** One resource to choose, with the number that `--candidate` takes. */
export const NumberedCandidate = Schema.Struct({
  number: Schema.Int,
  ...TrackerCandidate.pick("display_label", "confidence", "match_reason").fields
})
export type NumberedCandidate = typeof NumberedCandidate.Type

/** What the server says of a binding. */
export const TrackerVerdict = Schema.Struct({
  valid: Schema.Boolean,
  /** Why it is not valid, and what to do about it, in the server's words. */
  reason: Schema.NullOr(Schema.String),
  guidance: Schema.NullOr(Schema.String)
})
export type TrackerVerdict = typeof TrackerVerdict.Type

/** `data` of `tracker bind --json` (`tracker-bind@1`). */
export class TrackerBindReport extends Schema.Class<TrackerBindReport>("spec-kitty/TrackerBindReport")({
  server: Schema.String,
  provider: TrackerProvider,
  /**
   * - `bound`: the project is bound, and config.yaml says so.
   * - `already_bound`: it said so before.
   * - `would_bind`: a dry run; nothing was confirmed or written.
   * - `choose`: a person has to say which of `candidates`.
   * - `invalid`: the server does not stand by the binding; config.yaml is as it was.
   */
  outcome: Schema.Literal("bound", "already_bound", "would_bind", "choose", "invalid"),
  dry_run: Schema.Boolean,
  /** What was offered; empty where there was nothing to choose. */
  candidates: Schema.Array(NumberedCandidate),
  /** What the project says of itself to the server, as the gate passed it. */
  project_identity: TrackerProjectIdentity,
  /** Request that a run would bind with; null where none is needed, and outside of a dry run. */
  would_confirm: Schema.NullOr(Schema.Struct({ path: Schema.String, display_label: Schema.String })),
  /** Section `tracker` of config.yaml as it was. */
  before: TrackerSection,
  /**
   * As it is now, or would be. In a dry run `binding_ref` is null and `provider_context` empty where the server would say
   * them when it confirms. Null where nothing is decided.
   */
  after: Schema.NullOr(TrackerSection),
  /** The keys that were written, or would be; `after` is null of those that the server is yet to say. */
  changes: Schema.Array(TrackerChange),
  /** Null where the server was not asked. */
  validation: Schema.NullOr(TrackerVerdict)
}) {}

/** `data` of `tracker status --json` (`tracker-status@1`). */
export class TrackerStatusReport extends Schema.Class<TrackerStatusReport>("spec-kitty/TrackerStatusReport")({
  /** What config.yaml says. */
  binding: TrackerSection,
  /** True where it names a provider and a binding. */
  bound: Schema.Boolean,
  /** Null where none is chosen. */
  server: Schema.NullOr(Schema.String),
  /**
   * - `given`: the server said whether it stands by the binding.
   * - `refused`: it refused to say.
   * - `sign_in_needed`: nobody is signed in whom it would tell.
   * - `none`: it was asked, and nothing that counts came back.
   * - `not_asked`: nothing is bound, no server is chosen, sending is denied, or the account has no team.
   *
   * A diagnostic says why.
   */
  answer: Schema.Literal("given", "refused", "sign_in_needed", "none", "not_asked"),
  /** Null where no answer was given. */
  validation: Schema.NullOr(TrackerVerdict),
  /** Whether the server reaches the tracker; null where it does not say. */
  connected: Schema.NullOr(Schema.Boolean),
  /** When issues were last fetched, in the server's words; null where it does not say. */
  last_synced_at: Schema.NullOr(Schema.String)
}) {}
