import * as Schema from "effect/Schema"
import { ArtifactClass } from "../dossier/Artifact.js"
import { filled, freeText, optionalOrNull, wholeNumber } from "./wireText.js"

const WpId = freeText("Work package the artifact belongs to.", "WP03")
const RunId = freeText("Run that made the artifact.", "01KNH2ZK7Q4T9V6W8X0Y1Z2A3B")
const StepId = freeText("Step of the mission's state machine.", "specify", "plan")

/** The `step_id` of a payload or namespace: no part of any identity. */
export const stepId = optionalOrNull(StepId)

/** Which dossier a payload speaks of: the five fields of `Namespace`, and the step for information. */
export const NamespaceTuple = Schema.Struct({
  project_uuid: filled("UUID of the project, the same on every machine.", "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10"),
  mission_slug: filled("Directory name of the mission below kitty-specs/.", "071-invoice-export"),
  target_branch: filled("Branch named by the mission's meta.json.", "main"),
  mission_type: filled("Workflow of the mission.", "software-dev"),
  manifest_version: filled("Version of the mission type's manifest. Only here, never beside the namespace.", "1"),
  step_id: stepId
}).annotations({
  identifier: "NamespaceTuple",
  description: "The five fields that say which dossier this is, and the step. Upstream: LocalNamespaceTuple."
})
export type NamespaceTuple = typeof NamespaceTuple.Type

/** One artifact by what it is, not by what it holds. */
export const ArtifactIdentity = Schema.Struct({
  mission_type: filled("Workflow of the mission.", "software-dev"),
  path: filled("Path relative to the mission, with / between segments; where absent, the pattern.", "spec.md", "tasks/*.md"),
  artifact_class: ArtifactClass.annotations({
    description: "What the artifact is to its mission: one of six.",
    examples: ["input"]
  }),
  run_id: optionalOrNull(RunId),
  wp_id: optionalOrNull(WpId)
}).annotations({
  identifier: "ArtifactIdentity",
  description: "One artifact by mission type, path and class. Upstream: ArtifactIdentity."
})
export type ArtifactIdentity = typeof ArtifactIdentity.Type

/** Hash functions the contract knows. We send sha256. */
export const HashAlgorithm = Schema.Literal("sha256", "sha512", "md5").annotations({
  description: "Hash function.",
  examples: ["sha256"]
})

/** What an artifact holds, as a hash of its bytes. */
export const ContentHashRef = Schema.Struct({
  hash: filled(
    "Hash of the file's bytes in lower-case hex, without prefix.",
    "b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060"
  ),
  algorithm: HashAlgorithm,
  size_bytes: optionalOrNull(
    wholeNumber(0, "Size of the file in bytes, 0 or more.", 6)
  ),
  encoding: optionalOrNull(freeText("Text encoding of the file.", "utf-8"))
}).annotations({
  identifier: "ContentHashRef",
  description: "A content hash with its algorithm. Upstream: ContentHashRef."
})
export type ContentHashRef = typeof ContentHashRef.Type

/** Where a version of an artifact came from; every field may be absent. */
export const ProvenanceRef = Schema.Struct({
  source_event_ids: optionalOrNull(
    Schema.Array(Schema.String).annotations({
      description: "Ids of the events it came from.",
      examples: [["01KNH2ZK7Q4T9V6W8X0Y1Z2A3B"]]
    })
  ),
  git_sha: optionalOrNull(freeText("Commit it was read at.", "9b0d4e1f6c7a8b9c0d1e2f3a4b5c6d7e8f901234")),
  git_ref: optionalOrNull(freeText("Branch or tag it was read from.", "main")),
  actor_id: optionalOrNull(freeText("Who made it.", "claude")),
  actor_kind: optionalOrNull(
    Schema.Literal("human", "llm", "system").annotations({ description: "What made it.", examples: ["llm"] })
  ),
  revised_at: optionalOrNull(freeText("When it was last revised.", "2026-04-06T12:00:00Z"))
}).annotations({
  identifier: "ProvenanceRef",
  description: "Where a version came from. Upstream: ProvenanceRef."
})
export type ProvenanceRef = typeof ProvenanceRef.Type

/** What 042 wants said and upstream has no field for: text by name. Numbers and flags are written as text. */
export const ContextDiagnostics = Schema.Record({ key: Schema.String, value: Schema.String }).annotations({
  identifier: "ContextDiagnostics",
  description: "Further facts by name. Values are always text: numbers in decimal, flags as true or false.",
  examples: [{ artifact_key: "input.spec.main", required_status: "required" }]
})

/** The namespace of a payload. */
export const namespace = NamespaceTuple.annotations({ description: "Which dossier this is." })

/** When a payload's fact was found; upstream leaves the format free, we write RFC 3339 in UTC. */
export const moment = (description: string) => freeText(description, "2026-04-06T12:00:00.000Z")
