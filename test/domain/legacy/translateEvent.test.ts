import { expect, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import { EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import { projectOf, translateEvent } from "../../../src/domain/legacy/translateEvent.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { ShippedGate } from "../../fixtures/contract/gateUnderTest.js"
import { golden } from "../../fixtures/contract/golden.js"
import { anyLegacyEvent, legacyScope, wellFormedEvent } from "../../fixtures/legacy/legacyEvents.js"
import { retiredKeysIn, unaccounted } from "./accounting.js"
import { around, examples } from "./legacyExamples.js"

type JsonObject = { readonly [key: string]: unknown }

const translated = (legacy: unknown) => Either.getOrThrow(translateEvent(legacy, legacyScope))

/** What the real gate says of an envelope: its rules broken, none where it lets it pass. */
const refusals = (envelope: unknown) =>
  Effect.flatMap(ContractGate, (gate) => Effect.either(gate.eventText(JSON.stringify(envelope)))).pipe(
    Effect.map(Either.match({
      onLeft: ({ violations }) => violations.map(({ pointer, rule }) => `${pointer} ${rule}`).sort(),
      onRight: () => []
    }))
  )

const reasonOf = (legacy: unknown) =>
  Either.match(translateEvent(legacy, legacyScope), { onLeft: ({ reasonCode }) => reasonCode, onRight: () => "translated" })

const beforeNames = new Map([
  ["mission_slug", "feature_slug"], ["mission_number", "feature_number"], ["mission_type", "mission_key"]
])
const keysBefore = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(keysBefore)
  if (!Predicate.isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [beforeNames.get(key) ?? key, keysBefore(item)]))
}

/** An example as it was queued before the cutover. */
const beforeTheCutover = (legacy: JsonObject): JsonObject => {
  const { build_id: _b, schema_version: _s, ...circumstances } = around
  const { aggregate_id: id, aggregate_type: aggregate, event_type: type, payload } = legacy
  return {
    ...circumstances,
    event_type: type === "MissionCreated" ? "FeatureCreated" : type === "MissionClosed" ? "FeatureCompleted" : type,
    aggregate_type: aggregate === "Mission" ? "Feature" : aggregate,
    aggregate_id: `feature/${String(id)}`,
    payload: keysBefore(payload)
  }
}

layer(ShippedGate)("one queued event of the original", (it) => {
  for (const { becomes, dropped, legacy, name } of examples) {
    const expected = { ...around, ...legacy, ...becomes, correlation_id: around.event_id, data_tier: 0 }

    it.effect(`I-18 I-21 ${name} becomes one that the gate takes`, () =>
      Effect.gen(function*() {
        const answer = translated({ ...around, ...legacy })
        expect(answer.envelope).toEqual(expected)
        expect(answer.dropped.map(({ path, value }) => [path, value])).toEqual(expect.arrayContaining([...dropped]))
        expect(answer.dropped).toHaveLength(dropped.length)
        expect(Object.keys(answer.envelope)).toEqual(Object.keys(EventEnvelope.fields))
        expect(yield* refusals(answer.envelope)).toEqual([])
      }))

    it.effect(`I-18 I-21 G-M3 ${name} with the names from before the cutover becomes the same`, () =>
      Effect.gen(function*() {
        const answer = translated(beforeTheCutover(legacy))
        expect(answer.envelope).toEqual({ ...expected, build_id: legacyScope.buildId })
        expect(answer.dropped).toHaveLength(dropped.length)
        expect(yield* refusals(answer.envelope)).toEqual([])
      }))
  }

  const slug = "071-invoice-export"
  const status = (payload: JsonObject, more: JsonObject = {}) => ({
    ...around,
    event_type: "WPStatusChanged",
    aggregate_type: "WorkPackage",
    aggregate_id: "WP01",
    payload: { wp_id: "WP01", from_lane: "planned", to_lane: "claimed", actor: "ada", mission_slug: slug, ...payload },
    ...more
  })
  const payloadOf = (legacy: unknown) => translated(legacy).envelope["payload"]

  it("I-18 a change that the mission's log made in the repository itself says so", () => {
    const logged = status({}, { event_id: "01KNH2ZK7Q4T9V6W8X0Y1Z2A3D" })
    expect(payloadOf(logged)).toMatchObject({ execution_mode: "direct_repo" })
    expect(payloadOf(status({}))).toMatchObject({ execution_mode: "worktree" })
  })

  it("I-18 lanes have their names of the wire, and what that hides is kept", () => {
    const answer = translated(status({ from_lane: "doing", to_lane: "in_review" }))
    expect(answer.envelope["payload"]).toMatchObject({ from_lane: "in_progress", to_lane: "for_review" })
    expect(answer.dropped).toEqual([{ path: "/payload/to_lane", key: "to_lane", value: "in_review" }])
  })

  it.each([["in_review", "for_review"], ["for_review", "in_review"], ["doing", "in_progress"]])(
    "I-18 a change from %s to %s is none on the wire and says so",
    (from_lane, to_lane) => expect(reasonOf(status({ from_lane, to_lane }))).toBe("lane_change_vanishes")
  )

  it("I-18 a change that was none before is passed on", () => {
    const bootstrap = { from_lane: "planned", to_lane: "planned", force: true, reason: "bootstrap" }
    expect(reasonOf(status(bootstrap))).toBe("translated")
  })

  it.each([
    [{ role: "implementer", profile: "unknown", tool: "opencode", model: "unknown" }, "opencode"],
    [{ role: "implementer", tool: "unknown" }, "implementer"],
    [{ role: "unknown", tool: "unknown" }, "unknown"]
  ])("I-18 the actor %j is called %s", (actor, called) => {
    const answer = translated(status({ actor }))
    expect(answer.envelope["payload"]).toMatchObject({ actor: called })
    expect(answer.dropped).toEqual([{ path: "/payload/actor", key: "actor", value: actor }])
  })

  it("I-18 a canonical name wins over a legacy one of another value, but null says nothing", () => {
    const policy = { feature_number: "070", mission_number: null }
    const answer = translated(status({ feature_slug: "070-other", policy_metadata: policy }))
    expect(answer.envelope["payload"]).toMatchObject({ mission_slug: slug })
    expect(answer.dropped).toEqual(expect.arrayContaining([
      { path: "/payload/feature_slug", key: "feature_slug", value: "070-other" },
      { path: "/payload/policy_metadata/mission_number", key: "mission_number", value: null },
      { path: "/payload/policy_metadata", key: "policy_metadata", value: { mission_number: "070" } }
    ]))
    expect(payloadOf(status({ mission_slug: null, feature_slug: "070-other" }))).toMatchObject({ mission_slug: "070-other" })
  })

  it("I-18 a mission_slug that repeats mission_key is no slug", () => {
    const answer = translated(status({ feature_slug: slug, mission_key: "software-dev", mission_slug: "software-dev" }))
    expect(answer.envelope).toMatchObject({ aggregate_id: `${slug}/WP01`, payload: { mission_slug: slug } })
    expect(answer.dropped).toContainEqual({ path: "/payload/mission_slug", key: "mission_slug", value: "software-dev" })
  })

  it("I-18 what is dropped is named by the key that the legacy event has", () => {
    expect(translated(status({ feature_number: "071", mission_key: "software-dev" })).dropped).toEqual([
      { path: "/payload/feature_number", key: "feature_number", value: "071" },
      { path: "/payload/mission_key", key: "mission_key", value: "software-dev" }
    ])
    expect(translated({ ...status({}), "a/b~c": 1 }).dropped).toEqual([{ path: "/a~1b~0c", key: "a/b~c", value: 1 }])
  })

  it.effect("I-18 nothing is guessed: what the event and its mission do not say, the gate misses", () =>
    Effect.gen(function*() {
      const untyped = { ...status({}), event_type: "MissionCreated", aggregate_type: "Mission", payload: { mission_slug: "044-untyped" } }
      expect(yield* refusals(translated(untyped).envelope)).toEqual(["/payload/mission_type is required"])
      const note = { wp_id: "WP01", entry_type: "note", entry_content: "x" }
      const bare = { ...status({}), event_type: "HistoryAdded", payload: note }
      expect(translated(bare).envelope["aggregate_id"]).toBe("WP01")
      expect(yield* refusals(translated(bare).envelope)).toEqual([
        "/payload/mission_number is required", "/payload/mission_slug is required", "/payload/mission_type is required"
      ])
      const flat = examples.find(({ name }) => name === "MissionDossierArtifactIndexed")?.legacy
      const { namespace: _n, ...payload } = Object.fromEntries(Object.entries(Object(flat?.["payload"])))
      expect(yield* refusals(translated({ ...around, ...flat, payload }).envelope)).toEqual([
        "/payload/namespace/manifest_version is required", "/payload/namespace/target_branch is required"
      ])
    }))

  it.effect("I-18 types without a rule are passed on with their names rewritten, for the gate to refuse", () =>
    Effect.gen(function*() {
      const bound = { ...status({}), event_type: "MissionOriginBound", payload: { feature_slug: slug, provider: "linear" } }
      expect(payloadOf(bound)).toEqual({ mission_slug: slug, provider: "linear" })
      expect(yield* refusals(translated(bound).envelope)).not.toEqual([])
    }))

  it.effect("I-18 a value that is there stays, a wrong contract version too", () =>
    Effect.gen(function*() {
      const old = translated(status({}, { schema_version: "2.9.0", build_id: "  ", team_slug: null }))
      expect(old.envelope).toMatchObject({ schema_version: "2.9.0", build_id: legacyScope.buildId, team_slug: "local" })
      expect(yield* refusals(old.envelope)).toEqual(["/schema_version must be 3.0.0"])
    }))

  it("I-18 what can't be made an envelope is told apart", () => {
    const nested: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)
    expect([null, 5, [], "x"].map(reasonOf)).toEqual(["not_an_object", "not_an_object", "not_an_object", "not_an_object"])
    expect(reasonOf(status({ evidence: nested }))).toBe("nested_too_deeply")
    expect(reasonOf(status({}, { aggregate_id: "feature_catalog/main" }))).toBe("retired_aggregate")
    expect(reasonOf(status({}, { aggregate_id: "feature/".repeat(100_000) }))).toBe("translated")
  })

  it("I-18 the project is read off any value", () => {
    expect(projectOf({ project_uuid: "0F6F3C9E-0b6d-4e0e-8f5b-5a1f1c7a9b10" })).toBe(legacyScope.project)
    expect([null, [], "x", {}, { project_uuid: null }, { project_uuid: 5 }, { project_uuid: " " }].map(projectOf))
      .toEqual([null, null, null, null, null, null, null])
  })

  for (const [context, payloads] of Object.entries(golden).filter(([name]) => name.startsWith("payload/"))) {
    it.effect(`I-18 I-21 an envelope of contract 3.0.0 with a ${context.slice(8)} is left as it is`, () =>
      Effect.forEach(payloads, (payload) =>
        Effect.gen(function*() {
          const aggregate = context.includes("Dossier")
            ? { aggregate_type: "MissionDossier", aggregate_id: "071-invoice-export:anything" }
            : context.includes("payload/Mission")
            ? { aggregate_type: "Mission", aggregate_id: payload["mission_slug"] }
            : { aggregate_type: "WorkPackage", aggregate_id: `${String(payload["mission_slug"])}/WP01` }
          const envelope = { ...golden["envelope"]?.[0], event_type: context.slice(8), ...aggregate, payload }
          expect(yield* refusals(envelope)).toEqual([])
          expect(translated(envelope)).toEqual({ envelope, dropped: [] })
          expect(JSON.stringify(translated(envelope).envelope)).toBe(JSON.stringify(envelope))
        })))
  }

  it.effect.prop(
    "I-18 I-21 G-M3 every well-formed event passes the gate, and a second translation changes nothing",
    { wellFormed: wellFormedEvent },
    ({ wellFormed: { envelope } }) =>
      Effect.gen(function*() {
        const once = translated(envelope)
        expect(yield* refusals(once.envelope), JSON.stringify(once.envelope)).toEqual([])
        expect(translated(once.envelope)).toEqual({ envelope: once.envelope, dropped: [] })
        expect(JSON.stringify(translated(once.envelope).envelope)).toBe(JSON.stringify(once.envelope))
      }),
    { fastCheck: { numRuns: 500 } }
  )

  it.prop(
    "I-18 I-21 G-M3 any JSON value has an answer: identity kept, no retired name, nothing lost unsaid",
    { any: anyLegacyEvent },
    ({ any: { envelope } }) => {
      const before = JSON.stringify(envelope)
      const answer = translateEvent(envelope, legacyScope)
      expect(JSON.stringify(envelope)).toBe(before)
      if (Either.isLeft(answer)) {
        expect(answer.left.reason).not.toBe("")
        return
      }
      const { dropped, envelope: made } = answer.right
      const legacy = Predicate.isRecord(envelope) ? envelope : {}
      for (const key of ["event_id", "timestamp", "lamport_clock"]) {
        if (typeof legacy[key] !== "object") expect(made[key]).toBe(legacy[key])
      }
      expect(retiredKeysIn([made, dropped])).toEqual([])
      expect(String(made["event_type"])).not.toMatch(/^feature(created|closed|completed)$/i)
      expect(String(made["aggregate_type"])).not.toMatch(/^feature$/i)
      expect(String(made["aggregate_id"])).not.toMatch(/^feature(_catalog)?\//i)
      expect(unaccounted(legacy, answer.right)).toEqual([])
    },
    { fastCheck: { numRuns: 2000 } }
  )
})
