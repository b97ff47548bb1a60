import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import { translateEvent } from "../../../src/domain/legacy/translateEvent.js"
import { distinctEvents, legacyScope, wellFormedEvent } from "../../fixtures/legacy/legacyEvents.js"
import { around, examples } from "./legacyExamples.js"

type JsonObject = { readonly [key: string]: unknown }

const slug = "071-invoice-export"
const translated = (legacy: unknown) => Either.getOrThrow(translateEvent(legacy, legacyScope))

/** An example with other keys in its envelope and its payload. */
const example = (name: string, payload: JsonObject, envelope: JsonObject = {}): JsonObject => {
  const legacy = examples.find((it) => it.name.startsWith(name))?.legacy ?? {}
  const given = Predicate.isRecord(legacy["payload"]) ? legacy["payload"] : {}
  return { ...around, ...legacy, ...envelope, payload: { ...given, ...payload } }
}

describe("the gaps of a queued event of the original", () => {
  it("I-18 an event belongs to the chain that it says, and to this machine where it says none", () => {
    const cause = "01KNH2ZK7Q4T9V6W8X0Y1Z2A3C"
    const { node_id: _n, ...chained } = example("WPCreated", {}, { causation_id: cause })
    expect(translated(chained).envelope).toMatchObject({
      causation_id: cause, correlation_id: cause, node_id: legacyScope.nodeId
    })
  })

  it.each([
    ["MissionDossierArtifactIndexed", "input.spec.main"],
    ["MissionDossierArtifactMissing", "artifact.notes"],
    ["MissionDossierSnapshotComputed", "3f0c1a52-6f6f-4c3a-9d59-8a1c5a1b2c3d"],
    ["MissionDossierParityDriftDetected", "drift"]
  ])("I-18 I-21 the aggregate of a flat %s is made of what it says", (name, key) => {
    const answer = translated(example(name, {}, { aggregate_id: "something else" }))
    expect(answer.envelope["aggregate_id"]).toBe(`${slug}:${key}`)
    expect(answer.dropped).toContainEqual({ path: "/aggregate_id", key: "aggregate_id", value: "something else" })
  })

  it("I-18 the step of a flat Missing event is the one it asks for", () =>
    expect(translated(example("MissionDossierArtifactMissing", { step_id: "plan" })).envelope["payload"])
      .toMatchObject({ manifest_step: "plan" }))

  it("I-18 what a flat payload says beyond its form is kept, at any depth", () => {
    const namespace = {
      project_uuid: around.project_uuid, feature_slug: slug, target_branch: "main", mission_key: "software-dev",
      manifest_version: "1", feature_number: "071"
    }
    const counts = { total: 3, required: null, unreadable: 2 }
    const payload = { namespace, artifact_counts: counts, mission_slug: "another", extra: 1 }
    expect(translated(example("MissionDossierSnapshotComputed", payload)).dropped).toEqual([
      { path: "/payload/mission_slug", key: "mission_slug", value: "another" },
      { path: "/payload/namespace/feature_number", key: "feature_number", value: "071" },
      { path: "/payload/extra", key: "extra", value: 1 },
      { path: "/payload/artifact_counts/required", key: "required", value: null },
      { path: "/payload/artifact_counts/unreadable", key: "unreadable", value: 2 }
    ])
  })

  it("I-21 no aggregate gets an id that the contract retired", () => {
    const reason = (legacy: unknown) => Either.getOrThrow(Either.flip(translateEvent(legacy, legacyScope))).reasonCode
    expect(reason(example("MissionCreated", {}, { aggregate_id: "Feature_Catalog/main" }))).toBe("retired_aggregate")
    expect(reason(example("WPCreated", { mission_slug: "feature" }))).toBe("retired_aggregate")
  })

  it("I-18 a mission is known by its id alone where the project has one of that name", () => {
    const { payload: _p, ...created } = example("MissionCreated", {})
    const payloadAt = (id: string) => translated({ ...created, payload: {}, aggregate_id: id }).envelope["payload"]
    expect(payloadAt(`feature/${slug}`)).toEqual({ mission_slug: slug, mission_number: 71, mission_type: "software-dev" })
    expect(payloadAt("072-unknown")).toEqual({})
  })

  it.prop(
    "G-M3 events that the generator calls distinct have ids of their own and rise",
    { cases: distinctEvents(wellFormedEvent, 40) },
    ({ cases }) => {
      const ids = cases.map(({ envelope }) => Predicate.isRecord(envelope) ? String(envelope["event_id"]) : "")
      expect(new Set(ids).size).toBe(40)
      expect([...ids].sort()).toEqual(ids)
    },
    { fastCheck: { numRuns: 3 } }
  )
})
