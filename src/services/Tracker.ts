import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Gated } from "../domain/contract/compileContract.js"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"
import type {
  TrackerNotAsked, TrackerRefused, TrackerSignInNeeded, TrackerUnavailable
} from "../domain/tracker/trackerErrors.js"
import type {
  BindableResource, Binding, Resolution, TrackerProvider, TrackerStatus, Validation
} from "../domain/wire/tracker.js"

/** Why there is no answer to work with. */
export type TrackerError = TrackerNotAsked | TrackerRefused | TrackerSignInNeeded | TrackerUnavailable

/** Who asks, and about which tracker. */
export interface AboutProject {
  readonly provider: TrackerProvider
  /** `uuid`, `slug`, `node_id`, `repo_slug` and `build_id`, as the gate passed them in the context `tracker_bind`. */
  readonly identity: Gated<unknown>
}

/**
 * Binds a project to a resource of an issue tracker, through its server (064 FR-009). Each method is one request; one that
 * the server asks to repeat within a minute (429) is repeated once, and no other. Names and reasons in the answers are safe
 * to print and to store.
 */
export class Tracker extends Context.Tag("spec-kitty/Tracker")<Tracker, {
  /** What the account's team has. Changes nothing. */
  readonly resources: (server: ServerUrl, provider: TrackerProvider) => Effect.Effect<ReadonlyArray<BindableResource>, TrackerError>

  /** Which resource is this project's, as far as the server can tell. Changes nothing. */
  readonly resolve: (server: ServerUrl, project: AboutProject) => Effect.Effect<Resolution, TrackerError>

  /**
   * Binds the project. The same `idempotencyKey` with the same candidate binds once, however often it arrives; a repetition
   * is answered like the first. A candidate that has expired is refused as `invalid_candidate_token`.
   */
  readonly confirm: (
    server: ServerUrl,
    request: AboutProject & { readonly candidateToken: string; readonly idempotencyKey: string }
  ) => Effect.Effect<Binding, TrackerError>

  /** Whether the server stands by a binding of this project. One that it does not know is an answer, and no error. */
  readonly validate: (
    server: ServerUrl,
    request: AboutProject & { readonly bindingRef: string }
  ) => Effect.Effect<Validation, TrackerError>

  /** How the tracker behind a binding is doing; refused as `binding_not_found` where there is no such binding. */
  readonly status: (
    server: ServerUrl,
    request: { readonly provider: TrackerProvider; readonly bindingRef: string }
  ) => Effect.Effect<TrackerStatus, TrackerError>
}>() {}
