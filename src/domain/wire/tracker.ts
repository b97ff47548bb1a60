import * as Schema from "effect/Schema"
import { BuildId, NodeId, ProjectUuid } from "../identity/ids.js"

const exact = { exact: true } as const
const text = (description: string, ...examples: readonly [string, ...Array<string>]) =>
  Schema.NonEmptyString.annotations({ description, examples })
const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, exact)
const optionalOrNull = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(Schema.NullOr(schema), exact)

/** Trackers that the server knows (039; azure_devops was removed). */
export const TrackerProvider = Schema.Literal("linear", "jira", "github", "gitlab").annotations({
  identifier: "TrackerProvider",
  description: "Kind of issue tracker.",
  examples: ["linear"]
})
export type TrackerProvider = typeof TrackerProvider.Type

/** What the project says of itself: the five names of the context `tracker_bind` (064 FR-009). */
export const TrackerProjectIdentity = Schema.Struct({
  uuid: ProjectUuid.annotations({
    description: "UUID of the project.",
    examples: [ProjectUuid.make("0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")]
  }),
  slug: text("Name of the project for people.", "billing"),
  node_id: NodeId.annotations({ description: "12 hex characters of the machine account.", examples: [NodeId.make("1f9c03ab77de")] }),
  repo_slug: Schema.NullOr(Schema.String).annotations({
    description: "owner/repo that the user set for the project; null where none is set.",
    examples: ["acme/billing", null]
  }),
  build_id: BuildId.annotations({
    description: "UUID of the checkout.",
    examples: [BuildId.make("6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22")]
  })
}, Schema.Record({ key: Schema.String, value: Schema.Unknown })).annotations({
  identifier: "TrackerProjectIdentity",
  description: "The project that is to be bound. Other fields are taken as well."
})
export type TrackerProjectIdentity = typeof TrackerProjectIdentity.Type

const ProviderContext = Schema.Record({ key: Schema.String, value: Schema.NullOr(Schema.String) }).annotations({
  description: "What the provider says of the resource, for people.",
  examples: [{ team: "BIL" }]
})
const displayLabel = text("Name of the resource for people.", "ACME / Billing")
const bindingRef = text("Names the binding from now on.", "bnd_42")
const candidateToken = text("Stands for the resource until it is bound.", "ct_9f2")

/** One resource of a tracker that a project can be bound to. */
export const BindableResource = Schema.Struct({
  candidate_token: candidateToken,
  display_label: displayLabel,
  provider: TrackerProvider,
  provider_context: optionalOrNull(ProviderContext),
  binding_ref: optionalOrNull(bindingRef),
  bound_project_slug: optionalOrNull(text("The project it is bound to already.", "billing")),
  bound_at: optionalOrNull(text("When it was bound.", "2026-04-06T13:00:00Z"))
}).annotations({ identifier: "BindableResource", description: "A resource of a tracker." })
export type BindableResource = typeof BindableResource.Type

/** 200 of `GET /api/v1/tracker/resources/`. */
export const TrackerResources = Schema.Struct({
  resources: Schema.Array(BindableResource).annotations({ description: "The resources, in any order." })
}).annotations({
  identifier: "TrackerResources",
  description: "What the team's tracker has."
})

/** Body of `POST /api/v1/tracker/bind-resolve/`. */
export const ResolveRequest = Schema.Struct({
  provider: TrackerProvider,
  project_identity: TrackerProjectIdentity
}).annotations({ identifier: "ResolveRequest", description: "Which resource is this project's?" })

/** One resource that may be the project's. */
export const TrackerCandidate = Schema.Struct({
  candidate_token: candidateToken,
  display_label: displayLabel,
  confidence: Schema.Literal("high", "medium", "low").annotations({ description: "How sure the server is.", examples: ["high"] }),
  match_reason: text("Why it may be the one.", "same repository"),
  sort_position: Schema.NonNegativeInt.annotations({ description: "Place in the list, from 0.", examples: [0] })
}).annotations({ identifier: "TrackerCandidate", description: "A resource that may be the project's." })
export type TrackerCandidate = typeof TrackerCandidate.Type

/** 200 of `POST /api/v1/tracker/bind-resolve/`. */
export const Resolution = Schema.Struct({
  match_type: Schema.Literal("exact", "candidates", "none").annotations({
    description: "exact: this one. candidates: one of these. none: there is none.",
    examples: ["exact"]
  }),
  candidate_token: optionalOrNull(candidateToken),
  binding_ref: optionalOrNull(bindingRef),
  display_label: optionalOrNull(displayLabel),
  candidates: optional(Schema.Array(TrackerCandidate).annotations({ description: "Absent is none." }))
}).annotations({ identifier: "Resolution", description: "What the server found for the project." })
export type Resolution = typeof Resolution.Type

/** Body of `POST /api/v1/tracker/bind-confirm/`, with the header `Idempotency-Key`. */
export const ConfirmRequest = Schema.Struct({
  provider: TrackerProvider,
  candidate_token: candidateToken,
  project_identity: TrackerProjectIdentity
}).annotations({ identifier: "ConfirmRequest", description: "Bind the project to this resource." })

/** 200 of `POST /api/v1/tracker/bind-confirm/`. */
export const Binding = Schema.Struct({
  binding_ref: bindingRef,
  display_label: displayLabel,
  provider: TrackerProvider,
  provider_context: optionalOrNull(ProviderContext),
  bound_at: text("When it was bound: RFC 3339.", "2026-04-06T13:00:00Z")
}).annotations({ identifier: "Binding", description: "The project is bound." })
export type Binding = typeof Binding.Type

/** Body of `POST /api/v1/tracker/bind-validate/`. */
export const ValidateRequest = Schema.Struct({
  provider: TrackerProvider,
  binding_ref: bindingRef,
  project_identity: TrackerProjectIdentity
}).annotations({ identifier: "ValidateRequest", description: "Is this binding still good?" })

/** 200 of `POST /api/v1/tracker/bind-validate/`. */
export const Validation = Schema.Struct({
  valid: Schema.Boolean.annotations({ description: "Whether the binding is good.", examples: [true] }),
  binding_ref: bindingRef,
  reason: optionalOrNull(text("Why it is not.", "binding_not_found")),
  guidance: optionalOrNull(text("What to do about it.", "bind the project again")),
  display_label: optionalOrNull(displayLabel),
  provider: optionalOrNull(TrackerProvider),
  provider_context: optionalOrNull(ProviderContext)
}).annotations({ identifier: "Validation", description: "Whether the binding is good." })
export type Validation = typeof Validation.Type

/** 200 of `GET /api/v1/tracker/status/`. Further fields are taken as they are. */
export const TrackerStatus = Schema.Struct({
  provider: TrackerProvider,
  connected: Schema.Boolean.annotations({ description: "Whether the server reaches the tracker.", examples: [true] }),
  binding_ref: optionalOrNull(bindingRef),
  display_label: optionalOrNull(displayLabel),
  last_synced_at: optionalOrNull(text("When issues were last fetched.", "2026-04-06T13:00:00Z"))
}, Schema.Record({ key: Schema.String, value: Schema.Unknown })).annotations({
  identifier: "TrackerStatus",
  description: "How the tracker is doing."
})
export type TrackerStatus = typeof TrackerStatus.Type

/** Any answer of the tracker endpoints that is not 2xx. */
export const TrackerRefusal = Schema.Struct({
  error_code: optionalOrNull(text("A stable word.", "invalid_candidate_token", "binding_not_found")),
  category: optionalOrNull(Schema.String.annotations({ description: "Kind of error.", examples: ["validation"] })),
  message: optionalOrNull(Schema.String.annotations({ description: "What happened, for people.", examples: ["The candidate expired."] })),
  retryable: optionalOrNull(Schema.Boolean.annotations({ description: "Whether the same request may succeed later.", examples: [false] })),
  user_action_required: optionalOrNull(Schema.Boolean.annotations({ description: "Whether a person has to act.", examples: [true] })),
  source: optionalOrNull(Schema.String.annotations({ description: "Who says so.", examples: ["tracker"] })),
  retry_after_seconds: optionalOrNull(Schema.NonNegativeInt.annotations({ description: "Seconds to wait.", examples: [5] }))
}).annotations({ identifier: "TrackerRefusal", description: "The tracker's answer is no." })
export type TrackerRefusal = typeof TrackerRefusal.Type

/** Headers of the tracker's endpoints, beside Authorization. */
export const trackerHeaders = { team: "x-team-slug", idempotencyKey: "idempotency-key" } as const

/** Query of `GET /api/v1/tracker/resources/`. */
export const ResourcesQuery = Schema.Struct({
  provider: optional(TrackerProvider.annotations({ description: "Resources of this tracker alone; absent: of every one." }))
})
export type ResourcesQuery = typeof ResourcesQuery.Type

/** Query of `GET /api/v1/tracker/status/`: a binding, else a project, else the tracker as such. */
export const StatusQuery = Schema.Struct({
  provider: TrackerProvider,
  binding_ref: optional(bindingRef),
  project_slug: optional(text("The project, where it has no binding yet.", "billing"))
})
export type StatusQuery = typeof StatusQuery.Type
