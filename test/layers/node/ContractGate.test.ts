import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { hashedText } from "../../../src/domain/contract/canonicalJson.js"
import type { ContractUnusable } from "../../../src/domain/contract/ContractUnusable.js"
import { isGated } from "../../../src/domain/contract/compileContract.js"
import type { Gated } from "../../../src/domain/contract/compileContract.js"
import { pinnedContract } from "../../../src/domain/contract/pinnedContract.js"
import { EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import { BodyRequest } from "../../../src/domain/sync/BodyRequest.js"
import { layerFrom } from "../../../src/layers/node/ContractGate.js"
import { packageRoot } from "../../../src/layers/node/packageRoot.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { ShippedGate, violations } from "../../fixtures/contract/gateUnderTest.js"
import { golden } from "../../fixtures/contract/golden.js"

const plainEnvelope = golden["envelope"]?.[0] ?? {}
const plainBody = golden["body_sync"]?.[0] ?? {}
const envelope = Schema.decodeUnknownSync(EventEnvelope)(plainEnvelope)
const envelopeText = JSON.stringify(envelope)
const bodyOf = (content_body: string) => Schema.decodeUnknownSync(BodyRequest)({ ...plainBody, content_body })
const body = bodyOf("alpha\n")

const refusedText = (json: string) =>
  Effect.flatMap(ContractGate, (gate) => Effect.flip(gate.eventText(json))).pipe(Effect.map((refused) => refused.violations))

layer(ShippedGate)("the contract gate", (it) => {
  it.effect("I-37 takes an event and a body, and the text it gives is the value it checked", () =>
    Effect.gen(function*() {
      const gate = yield* ContractGate
      const event = yield* gate.event(envelope)
      expect(event.context).toBe("payload/MissionCreated")
      expect(JSON.parse(event.json)).toEqual(JSON.parse(envelopeText))
      expect(event.value).toEqual(envelope)
      const upload = yield* gate.body(body)
      expect(JSON.parse(upload.json)).toEqual(plainBody)
      expect(upload.value).toEqual(body)
    }))

  it.effect("G-C1 the bytes of a stored event come out as they went in", () =>
    Effect.gen(function*() {
      const gate = yield* ContractGate
      const spaced = JSON.stringify(JSON.parse(envelopeText), null, 2).replace("\"Mission\"", "\"\\u004dission\"")
      expect((yield* gate.eventText(spaced)).json).toBe(spaced)
    }))

  it.effect("I-10 I-21 violations of the envelope and of its payload come together", () =>
    Effect.gen(function*() {
      const gate = yield* ContractGate
      const broken = { ...plainEnvelope, lamport_clock: -1, payload: { mission_slug: "m", mission_number: 0 } }
      const refused = yield* Effect.flip(gate.eventText(JSON.stringify(broken)))
      expect(refused.violations.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([
        "/lamport_clock must be at least 0",
        "/payload/mission_number must be at least 1",
        "/payload/mission_type is required"
      ].toSorted())
      expect(refused.context).toBe("envelope")
      expect(refused._tag).toBe("ContractViolations")
    }))

  it.effect("G-C3 I-17 a retired name is found in stored text however it is spelled", () =>
    Effect.gen(function*() {
      for (const key of ["feature_slug", "feature\\u005fslug", "\\u0066EATURE_slug", "mission\\u005Fkey"]) {
        for (const inside of [`{"a":[{"${key}":1}]}`, `{"${key}":null}`]) {
          const json = envelopeText.replace(/"payload":\{/, `"payload":{"x":${inside},`)
          expect((yield* refusedText(json)).some(({ rule }) => rule.includes("retired")), json).toBe(true)
        }
      }
    }))

  it.effect("G-C3 retired event types, aggregates and aggregate ids are refused at any depth", () =>
    Effect.gen(function*() {
      const names = [
        ["event_type", "FeatureCreated"], ["event_type", "FeatureClosed"], ["event_type", "FeatureCompleted"],
        ["aggregate_type", "Feature"], ["aggregate_type", "FEATURE"],
        ["aggregate_id", "feature/071-x"], ["aggregate_id", "feature_catalog/1"]
      ] as const
      for (const [key, value] of names) {
        expect((yield* refusedText(JSON.stringify({ ...plainEnvelope, [key]: value }))).map(({ pointer }) => pointer))
          .toContain(`/${key}`)
        const deep = { mission_slug: "m", nested: [{ [key]: value }] }
        expect((yield* violations("orchestrator_api", deep)).map(({ pointer }) => pointer)).toEqual([`/nested/0/${key}`])
      }
      expect(yield* violations("envelope", { ...plainEnvelope, aggregate_id: "feature-flags/WP01" })).toEqual([])
    }))

  it.effect("G-C1 a key that comes twice can't carry anything past the gate", () =>
    Effect.gen(function*() {
      const twice = envelopeText.replace(/"payload":/, "\"payload\":{\"feature_slug\":1},\"payload\":")
      expect((yield* refusedText(twice)).map(({ rule }) => rule)).toEqual(["must not name a key twice"])
    }))

  it.effect("text that is not JSON, unknown event types and unknown contexts are refused", () =>
    Effect.gen(function*() {
      expect((yield* refusedText("{")).map(({ rule }) => rule)).toEqual(["must be JSON"])
      const unknown = yield* refusedText(JSON.stringify({ ...plainEnvelope, event_type: "TagAdded" }))
      expect(unknown.map(({ pointer }) => pointer)).toEqual(["/event_type"])
      for (const context of ["tracker", "payload/FeatureCreated", "constructor", "__proto__", ""]) {
        expect(yield* violations(context, {}), context).toHaveLength(1)
      }
    }))

  it.effect("what JSON can't say is refused, and NaN, undefined and toJSON can't hide", () =>
    Effect.gen(function*() {
      const cycle: { self?: unknown } = {}
      cycle.self = cycle
      for (const value of [cycle, { n: 1n }, undefined, () => 1]) {
        expect((yield* violations("orchestrator_api", value)).map(({ rule }) => rule)).toEqual(["must be expressible as JSON"])
      }
      const [snapshot] = golden["payload/MissionDossierSnapshotComputed"] ?? []
      const counted = (artifact_count: unknown) =>
        violations("payload/MissionDossierSnapshotComputed", { ...snapshot, artifact_count })
      expect((yield* counted(Number.NaN)).map(({ rule }) => rule)).toEqual(["must be a whole number below 2^53"])
      expect((yield* counted(undefined)).map(({ rule }) => rule)).toEqual(["is required"])
      const disguised = { mission_slug: "m", extra: { toJSON: () => ({ feature_slug: 1 }) } }
      expect((yield* violations("orchestrator_api", disguised)).map(({ pointer }) => pointer)).toEqual(["/extra/feature_slug"])
    }))

  it.effect("G-V1 62 levels pass, 63 are refused, and 100,000 do no harm", () =>
    Effect.gen(function*() {
      const nested = (levels: number): unknown => {
        let value: unknown = []
        for (let level = 2; level < levels; level++) value = [value]
        return { mission_slug: "m", value }
      }
      expect(yield* violations("orchestrator_api", nested(62))).toEqual([])
      expect((yield* violations("orchestrator_api", nested(63))).map(({ rule }) => rule))
        .toEqual(["must not be nested deeper than 62 levels"])
      expect(yield* violations("orchestrator_api", nested(100_000))).toHaveLength(1)
      const text = envelopeText.replace(/"payload":\{/, `"payload":{"x":${"[".repeat(100_000)}${"]".repeat(100_000)},`)
      expect((yield* refusedText(text)).map(({ rule }) => rule)).toContain("must not be nested deeper than 62 levels")
    }))

  it.effect("I-30 the text of a body is neither searched nor parsed: it is taken as one string", () =>
    Effect.gen(function*() {
      const gate = yield* ContractGate
      const text = "{\"feature_slug\":1,\"aggregate_type\":\"Feature\"}\n"
      const upload = yield* gate.body(bodyOf(text))
      expect(upload.value.content_body).toBe(text)
      const refused = yield* Effect.flip(gate.body(bodyOf(" \n\t")))
      expect(refused.why).toBe("/content_body must be text that is not blank")
    }))

  it.effect("N-06 only the gate makes a Gated: a look-alike is neither typed nor taken as one", () =>
    Effect.gen(function*() {
      const gate = yield* ContractGate
      const real = yield* gate.check("orchestrator_api", { mission_slug: "m" })
      const alike = { context: real.context, value: real.value, json: real.json }
      const send = (gated: Gated<unknown>) => isGated(gated)
      expect(send(real)).toBe(true)
      /* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- the lines that must not type check */
      // @ts-expect-error -- the private member of the class is missing
      expect(send(alike)).toBe(false)
      // @ts-expect-error -- a literal with the same public fields is none either
      expect(send({ context: "orchestrator_api", value: {}, json: "{}" })).toBe(false)
      /* eslint-enable @typescript-eslint/no-unsafe-class-instance-assignment */
      expect(isGated(Object.create(Reflect.getPrototypeOf(real)))).toBe(false)
      expect(Object.isFrozen(real)).toBe(true)
    }))
})

describe("the contract document at load", () => {
  const read = Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    return JSON.parse(yield* fs.readFileString(`${yield* packageRoot}/${pinnedContract.file}`))
  })
  const started = (text: string) =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const folder = yield* fs.makeTempDirectoryScoped()
      yield* fs.writeFileString(`${folder}/contract.json`, text)
      return yield* Effect.either(Effect.provide(ContractGate, layerFrom(`${folder}/contract.json`)))
    })
  const reason = Either.match({ onLeft: (error: ContractUnusable) => error.reason, onRight: () => "started" as const })
  const sealed = (document: { readonly [key: string]: unknown }) =>
    JSON.stringify({ ...document, sha256: createHash("sha256").update(hashedText(document)).digest("hex") })

  it.scoped("G-C4 I-15 I-16 any other text than the pinned one leaves us without a gate", () =>
    Effect.gen(function*() {
      const document = yield* read
      expect(reason(yield* started(JSON.stringify(document)))).toBe("started")
      expect(reason(yield* started(JSON.stringify({ ...document, max_depth: 65 })))).toBe("changed")
      expect(reason(yield* started(sealed({ ...document, forbidden: { ...document.forbidden, keys: {} } })))).toBe("changed")
      expect(reason(yield* started(JSON.stringify({ ...document, sha256: "0".repeat(64) })))).toBe("changed")
      expect(reason(yield* started(sealed({ ...document, contract_version: "3.1.0" })))).toBe("newer")
      expect(reason(yield* started(sealed({ ...document, format: 2 })))).toBe("newer")
      expect(reason(yield* started("{\"contract_version\":"))).toBe("malformed")
    }).pipe(Effect.provide(NodeContext.layer)))

  it.effect("G-C4 a missing document is named with its path, code and a way out", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Effect.provide(ContractGate, layerFrom("/nowhere/contract.json")))
      expect([error.reason, error.code, error.target]).toEqual(["missing", "CONTRACT-01", "/nowhere/contract.json"])
      expect(error.next).toContain("install")
    }).pipe(Effect.provide(NodeContext.layer)))
})
