import type { Ulid } from "../identity/ids.js"
import type { ProjectIdentity } from "../identity/ProjectIdentity.js"
import type { Instant } from "../text.js"
import { type AggregateType, EventEnvelope } from "./EventEnvelope.js"

/** What an event says, before it is known when and by whom. */
export interface EventDraft {
  readonly event_type: string
  readonly aggregate_type: AggregateType
  readonly aggregate_id: string
  readonly payload: object
  /** The event that led to this one. */
  readonly causation_id?: Ulid | null
}

/** Who sends it, from where and when. */
export interface EnvelopeContext {
  readonly identity: ProjectIdentity
  /** The account's team; `local` where nobody is signed in. */
  readonly teamSlug: string
  /** Checked-out branch and commit; null outside git. */
  readonly branch: string | null
  readonly commit: string | null
  readonly lamport: number
  readonly eventId: Ulid
  readonly at: Instant
}

/**
 * Puts an event into its envelope, all nineteen keys in wire order. `correlation_id` is `causation_id`, else the event's
 * own id; `data_tier` is 0. Nothing is judged here: the gate judges every envelope, and reports where this would throw.
 */
export const envelopeOf = (draft: EventDraft, context: EnvelopeContext): EventEnvelope => {
  const { at, branch, commit, eventId, identity, lamport, teamSlug } = context
  const causation = draft.causation_id ?? null
  return new EventEnvelope({
    event_id: eventId,
    event_type: draft.event_type,
    aggregate_id: draft.aggregate_id,
    aggregate_type: draft.aggregate_type,
    schema_version: "3.0.0",
    build_id: identity.build_id,
    payload: { ...draft.payload },
    node_id: identity.node_id,
    lamport_clock: lamport,
    causation_id: causation,
    correlation_id: causation ?? eventId,
    timestamp: at,
    team_slug: teamSlug,
    project_uuid: identity.project_uuid,
    project_slug: identity.project_slug,
    git_branch: branch,
    head_commit_sha: commit,
    repo_slug: identity.repo_slug,
    data_tier: 0
  }, { disableValidation: true })
}
