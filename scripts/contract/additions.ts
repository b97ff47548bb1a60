/**
 * OUR RULES. Everything in this file is not in the upstream files: they name a field and we say what it holds, or they
 * leave out what the receiver and our own events need. In the document each is marked `narrowed` (an upstream field
 * with a tighter rule) or `addition` (a field or rule of ours).
 */
import type { FieldRule } from "../../src/domain/contract/ContractDocument.js"
import type { Shape, StringShape } from "../../src/domain/contract/FieldShape.js"

/** A shape before it is known whether its field is upstream's or ours. */
type Bare<S> = S extends Shape ? Omit<S, "source"> : never
export type BareShape = Bare<Shape>

const string = (rules: Omit<StringShape, "type" | "source"> = {}) => ({ type: "string", ...rules }) as const
const pattern = (expression: string, pattern_says: string) => string({ pattern: expression, pattern_says })

const filled = string({ min_length: 1 })
const nonBlank = pattern("\\S", "text that is not blank")
const anyTextOrNull = string({ nullable: true })
const uuid = pattern(
  "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
  "a lower-case UUID"
)
const nodeId = pattern("^[0-9a-f]{12}$", "12 lower-case hex characters")
const ulid = pattern("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", "a ULID of 26 upper-case characters")
const wpId = pattern("^WP\\d{2}$", "a work package id such as WP03")
const count = { type: "integer", minimum: 0 } as const

/** Names that spec-kitty retired together with those of the cutover artifact. */
export const forbiddenEventTypes = ["FeatureCompleted"]

/**
 * Containers inside each other. No payload of ours comes near; a parser elsewhere may give up beyond. A receiver takes 64 in
 * a request, of which the request of a batch and its list are two.
 */
export const maxDepth = 62

/** What the envelope's fields hold, where upstream takes more kinds of identifiers than we make. */
export const envelopeNarrowed: { readonly [field: string]: BareShape } = {
  event_id: ulid,
  causation_id: { ...ulid, nullable: true },
  correlation_id: ulid,
  event_type: nonBlank,
  aggregate_id: nonBlank,
  build_id: uuid,
  node_id: nodeId,
  project_uuid: { ...uuid, format: "uuid" },
  timestamp: {
    ...pattern(
      "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|\\+00:00)$",
      "an RFC 3339 instant in UTC"
    ),
    format: "date-time"
  }
}

/** Keys of the envelope that spec-kitty sends and the receiver takes beside those of spec-kitty-events. */
export const envelopeAdded: { readonly [field: string]: BareShape } = {
  team_slug: nonBlank,
  git_branch: anyTextOrNull,
  head_commit_sha: anyTextOrNull,
  repo_slug: anyTextOrNull
}

const aggregateOf = (
  event_types: readonly [string, ...Array<string>],
  aggregates: readonly [string, ...Array<string>]
): FieldRule => ({
  when: { field: "event_type", one_of: event_types },
  then: { field: "aggregate_type", one_of: aggregates },
  says: `must be ${aggregates.join(" or ")} for this event_type`,
  source: "addition"
})

/** What each type of event happens to. */
export const envelopeRules: ReadonlyArray<FieldRule> = [
  aggregateOf(["MissionCreated", "MissionClosed"], ["Mission"]),
  aggregateOf(["WPStatusChanged", "WPCreated", "WPAssigned", "HistoryAdded", "DependencyResolved"], ["WorkPackage"]),
  aggregateOf(["ErrorLogged"], ["WorkPackage", "Mission"]),
  aggregateOf([
    "MissionDossierArtifactIndexed", "MissionDossierArtifactMissing", "MissionDossierSnapshotComputed",
    "MissionDossierParityDriftDetected"
  ], ["MissionDossier"])
]

/** A work package moves: what spec-kitty-events checks in code, which JSON Schema leaves out. */
export const statusRules: ReadonlyArray<FieldRule> = [
  {
    when: { field: "force", one_of: [true] },
    then: { field: "reason", is: "non_blank" },
    says: "must give a reason where force is true",
    source: "addition"
  },
  {
    when: { field: "to_lane", one_of: ["approved", "done"] },
    then: { field: "evidence", is: "present" },
    says: "is required where to_lane is approved or done",
    source: "addition"
  }
]

/** What the three names of every mission-scoped payload hold; a mission may still be without a number. */
export const missionScopedNarrowed: { readonly [field: string]: BareShape } = {
  mission_slug: filled,
  mission_number: { type: "integer", nullable: true },
  mission_type: filled
}

interface AddedFields {
  readonly about: string
  readonly required: { readonly [field: string]: BareShape }
  readonly optional: { readonly [field: string]: BareShape }
}

/** Payloads without an upstream schema: the fields that spec-kitty documents for them. */
export const missionScopedEvents: { readonly [type: string]: AddedFields } = {
  WPCreated: {
    about: "A work package exists.",
    required: { wp_id: wpId, title: filled },
    optional: { dependencies: { type: "array", items: { ...wpId, source: "addition" } } }
  },
  WPAssigned: {
    about: "An agent takes a work package.",
    required: {
      wp_id: wpId,
      agent_id: filled,
      phase: string({ one_of: ["implementation", "review"] })
    },
    optional: { retry_count: count }
  },
  HistoryAdded: {
    about: "A line of a work package's history.",
    required: {
      wp_id: wpId,
      entry_type: string({ one_of: ["note", "review", "error", "comment"] }),
      entry_content: filled
    },
    optional: { author: anyTextOrNull }
  },
  ErrorLogged: {
    about: "An error that concerns a mission or one of its work packages.",
    required: {
      error_type: string({ one_of: ["validation", "runtime", "network", "auth", "unknown"] }),
      error_message: filled
    },
    optional: { wp_id: { ...wpId, nullable: true }, stack_trace: anyTextOrNull, agent_id: anyTextOrNull }
  },
  DependencyResolved: {
    about: "A work package no longer waits for another.",
    required: {
      wp_id: wpId,
      dependency_wp_id: wpId,
      resolution_type: string({ one_of: ["completed", "skipped", "merged"] })
    },
    optional: {}
  }
}

/** What the five namespace fields of a body upload hold. */
export const bodySyncNarrowed: { readonly [field: string]: BareShape } = {
  project_uuid: uuid,
  mission_slug: pattern("^(?!\\.)(?=[\\s\\S]*\\S)[^/\\\\\\u0000-\\u001f]+$", "one visible path segment"),
  target_branch: nonBlank,
  mission_type: nonBlank,
  manifest_version: nonBlank
}

/** The four fields beside the namespace. The receiver refuses a blank body and one above 512 KiB. */
export const bodySyncAdded: { readonly [field: string]: BareShape } = {
  artifact_path: pattern(
    "^(?!\\.{1,2}(?:/|$))[^/\\\\\\u0000]+(?:/(?!\\.{1,2}(?:/|$))[^/\\\\\\u0000]+)*$",
    "a relative path inside the mission with / between segments"
  ),
  content_hash: pattern("^[0-9a-f]{64}$", "64 lower-case hex characters"),
  hash_algorithm: string({ equals: "sha256" }),
  content_body: { ...nonBlank, max_utf8_bytes: 524_288 }
}

/** What the identity of a tracker binding holds; only the user's own value makes a repo_slug. */
export const trackerBindNarrowed: { readonly [field: string]: BareShape } = {
  uuid,
  slug: filled,
  node_id: nodeId,
  repo_slug: anyTextOrNull,
  build_id: uuid
}

/** What the data of an orchestrator answer holds. */
export const orchestratorNarrowed: { readonly [field: string]: BareShape } = { mission_slug: filled }
