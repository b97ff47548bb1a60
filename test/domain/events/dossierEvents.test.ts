import { describe, expect, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { MissionDossier } from "../../../src/domain/dossier/MissionDossier.js"
import { dossierEvents } from "../../../src/domain/events/dossierEvents.js"
import { envelopeOf } from "../../../src/domain/events/envelopeOf.js"
import { EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import { Ulid } from "../../../src/domain/identity/ids.js"
import { Namespace } from "../../../src/domain/identity/Namespace.js"
import { ProjectIdentity } from "../../../src/domain/identity/ProjectIdentity.js"
import { Instant } from "../../../src/domain/text.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { ShippedGate } from "../../fixtures/contract/gateUnderTest.js"

const at = Instant.make("2026-11-20T20:14:05.120Z")
const tuple = {
  project_uuid: "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10",
  mission_slug: "071-invoice-export",
  target_branch: "main",
  mission_type: "software-dev",
  manifest_version: "1"
}
const namespace = Schema.decodeUnknownSync(Namespace)(tuple)
const hash = "b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060"

const artifact = (fields: object) => ({
  artifact_key: "input.spec.main",
  artifact_class: "input",
  relative_path: "spec.md",
  content_hash_sha256: hash,
  size_bytes: 6,
  wp_id: null,
  step_id: null,
  required_status: "required",
  provenance: null,
  is_present: true,
  error_reason: null,
  indexed_at: at,
  ...fields
})
const absent = { is_present: false, content_hash_sha256: "", size_bytes: 0 }
const task = artifact({
  artifact_key: "artifact.tasks.WP01-a.md", artifact_class: "workflow", relative_path: "tasks/WP01-a.md", wp_id: "WP01", required_status: "optional"
})
const plan = artifact({ artifact_key: "input.plan.main", relative_path: "plan.md", ...absent, error_reason: "not_found" })
const broken = artifact({
  artifact_key: "artifact.notes.md", relative_path: "notes.md", required_status: "optional", ...absent, error_reason: "invalid_format"
})
const upload = { decision: "upload", reason_code: null, reason: "on the list" }
const skip = { decision: "skip", reason_code: "invalid_format", reason: "not UTF-8 at byte 3" }

const dossier = Schema.decodeUnknownSync(MissionDossier)({
  mission_slug: tuple.mission_slug,
  mission_type: tuple.mission_type,
  mission_run_id: tuple.mission_slug,
  manifest_version: "1",
  step: "plan",
  artifacts: [{ ...artifact({}), upload }, { ...task, upload }, { ...broken, upload: skip }],
  missing: [
    { artifact: plan, reason_detail: null, blocking: true, manifest_step: "plan" },
    { artifact: broken, reason_detail: "not UTF-8 at byte 3", blocking: false, manifest_step: "optional" }
  ],
  upcoming: [],
  skipped: [],
  anomalies: [],
  snapshot: {
    mission_slug: tuple.mission_slug,
    snapshot_id: "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22",
    total_artifacts: 4,
    required_artifacts: 2,
    required_present: 1,
    required_missing: 1,
    optional_artifacts: 2,
    optional_present: 1,
    completeness_status: "incomplete",
    parity_hash_sha256: hash,
    parity_hash_components: [],
    canonical_snapshot_hash: `sha256:${hash}`,
    artifact_summaries: [],
    computed_at: at
  }
})

const identity = Schema.decodeUnknownSync(ProjectIdentity)({
  project_uuid: tuple.project_uuid,
  project_slug: "billing",
  build_id: "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22",
  node_id: "1f9c03ab77de",
  repo_slug: null
})
const eventId = Ulid.make("01KNH2ZK7Q4T9V6W8X0Y1Z2A3B")
const context = { identity, teamSlug: "local", branch: "main", commit: null, lamport: 7, eventId, at }

const checkout = { commit: "9b0d4e1f6c7a8b9c0d1e2f3a4b5c6d7e8f901234", branch: "main" }
const events = dossierEvents({ dossier, namespace, at, checkout })
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

layer(ShippedGate)("the events of a scan", (it) => {
  it("D-20 Indexed for what is present, Missing for each missing entry, one SnapshotComputed last", () => {
    expect(events.map(({ aggregate_id, event_type }) => [event_type, aggregate_id])).toEqual([
      ["MissionDossierArtifactIndexed", "071-invoice-export:input.spec.main"],
      ["MissionDossierArtifactIndexed", "071-invoice-export:artifact.tasks.WP01-a.md"],
      ["MissionDossierArtifactMissing", "071-invoice-export:input.plan.main"],
      ["MissionDossierArtifactMissing", "071-invoice-export:artifact.notes.md"],
      ["MissionDossierSnapshotComputed", "071-invoice-export:6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22"]
    ])
  })

  it("B-15 D-20 each payload says what 042 wants said, under the whole namespace", () => {
    expect(plain(events[1]?.payload)).toEqual({
      namespace: tuple,
      artifact_id: { mission_type: "software-dev", path: "tasks/WP01-a.md", artifact_class: "workflow", wp_id: "WP01" },
      content_ref: { hash, algorithm: "sha256", size_bytes: 6 },
      indexed_at: at,
      provenance: { git_sha: checkout.commit, git_ref: "main" },
      step_id: "plan",
      context_diagnostics: { artifact_key: "artifact.tasks.WP01-a.md", required_status: "optional" }
    })
    expect(plain(events[2]?.payload)).toEqual({
      namespace: tuple,
      expected_identity: { mission_type: "software-dev", path: "plan.md", artifact_class: "input" },
      manifest_step: "plan",
      checked_at: at,
      context_diagnostics: { artifact_key: "input.plan.main", reason_code: "not_found", blocking: "true" }
    })
    expect(events[3]?.payload.context_diagnostics).toEqual({
      artifact_key: "artifact.notes.md", reason_code: "invalid_format", reason_detail: "not UTF-8 at byte 3", blocking: "false"
    })
    expect(plain(events[4]?.payload)).toEqual({
      namespace: tuple,
      snapshot_hash: hash,
      artifact_count: 4,
      anomaly_count: 2,
      computed_at: at,
      algorithm: "sha256",
      context_diagnostics: {
        snapshot_id: "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22",
        completeness_status: "incomplete",
        required: "2",
        required_present: "1",
        required_missing: "1",
        optional: "2",
        optional_present: "1",
        canonical_snapshot_hash: `sha256:${hash}`
      }
    })
  })

  it("D-09 an Indexed event says at which commit and branch the file was read, where git knows", () => {
    const without = dossierEvents({ dossier, namespace, at, checkout: { commit: null, branch: null } })
    expect(plain(without[1]?.payload)).not.toHaveProperty("provenance")
  })

  it.effect("D-20 D-21 D-22 I-37 each of them passes the gate in its envelope", () =>
    Effect.gen(function*() {
      const gate = yield* ContractGate
      for (const event of events) {
        const gated = yield* gate.event(envelopeOf(event, context))
        expect(gated.context).toBe(`payload/${event.event_type}`)
        expect(Object.keys(Schema.decodeSync(Schema.parseJson(Schema.Object))(gated.json))).toEqual(Object.keys(EventEnvelope.fields))
      }
    }))

  it.effect("I-17 an artifact whose key is a retired name is no retired name: values of diagnostics are not searched", () =>
    Effect.gen(function*() {
      const gate = yield* ContractGate
      const [event] = events
      if (event === undefined) return expect.fail("no event")
      const payload = Object.fromEntries<unknown>(Object.entries(event.payload))
      const renamed = { ...payload, context_diagnostics: { artifact_key: "feature_slug" } }
      yield* gate.event(envelopeOf({ ...event, payload: renamed }, context))
    }))

  it.effect("an event that breaks the contract is refused by the gate, not thrown on the way there", () =>
    Effect.gen(function*() {
      const gate = yield* ContractGate
      const [event] = events
      if (event === undefined) return expect.fail("no event")
      const refused = yield* Effect.flip(gate.event(envelopeOf(event, { ...context, teamSlug: " ", lamport: -1 })))
      expect(refused.violations.map(({ pointer }) => pointer).sort()).toEqual(["/lamport_clock", "/team_slug"])
    }))
})

describe("the envelope", () => {
  it("H-02 correlation_id is the cause's id, else the event's own", () => {
    const draft = { event_type: "MissionCreated", aggregate_type: "Mission", aggregate_id: "m", payload: {} } as const
    const cause = Ulid.make("01KNH2ZK7Q4T9V6W8X0Y1Z2A3C")
    const alone = envelopeOf(draft, context)
    const caused = envelopeOf({ ...draft, causation_id: cause }, context)
    expect([alone.causation_id, alone.correlation_id, alone.data_tier]).toEqual([null, eventId, 0])
    expect([caused.causation_id, caused.correlation_id]).toEqual([cause, cause])
  })
})
