import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { canonicalJson } from "../../../src/domain/contract/canonicalJson.js"
import { compileContract } from "../../../src/domain/contract/compileContract.js"
import { ContractDocument } from "../../../src/domain/contract/ContractDocument.js"
import { pinnedContract } from "../../../src/domain/contract/pinnedContract.js"
import { shippedDocument } from "../../fixtures/contract/gateUnderTest.js"

const document = shippedDocument.pipe(Effect.provide(NodeContext.layer))
const decode = Schema.decodeUnknownEither(ContractDocument, { onExcessProperty: "error" })

describe("the vendored contract document", () => {
  it.effect("I-15 I-16 I-33 names its sources, what was not seen of them, and is the pinned text", () =>
    Effect.gen(function*() {
      const { contract_version, licence, origin, sha256 } = yield* document
      expect([contract_version, licence, sha256]).toEqual(["3.0.0", "MIT", pinnedContract.sha256])
      expect(origin.map(({ commit, repository, seen }) => [repository, commit, seen])).toEqual([
        ["Priivacy-ai/spec-kitty-events", "5b8e6dc", true],
        ["Priivacy-ai/spec-kitty", "7428880c4", true],
        ["Priivacy-ai/spec-kitty-saas", "3a0e4af", false]
      ])
      expect(origin[2]?.note).toContain("not seen")
    }))

  it.effect("I-15 G-C3 holds the retired names", () =>
    Effect.gen(function*() {
      const { forbidden } = yield* document
      expect(Object.keys(forbidden.keys).sort()).toEqual(["feature_number", "feature_slug", "feature_type", "mission_key"])
      expect(Object.keys(forbidden.event_types).sort()).toEqual(["FeatureClosed", "FeatureCompleted", "FeatureCreated"])
      expect(forbidden.event_types["FeatureCompleted"]).toBe("addition")
      expect(Object.keys(forbidden.aggregate_types)).toEqual(["Feature"])
      expect(Object.keys(forbidden.aggregate_id_heads)).toEqual(["feature", "feature_catalog"])
    }))

  it.effect("I-15 the rules come from the document alone: another document, another verdict", () =>
    Effect.gen(function*() {
      const shipped = yield* document
      const renamed = yield* decode({
        ...Schema.encodeSync(ContractDocument)(shipped),
        forbidden: { ...shipped.forbidden, keys: { old_name: "addition" } }
      })
      const verdict = (from: ContractDocument, key: string) =>
        Either.isRight(compileContract(from).check("orchestrator_api", { mission_slug: "m", inner: { [key]: 1 } }))
      expect([verdict(shipped, "old_name"), verdict(shipped, "feature_slug")]).toEqual([true, false])
      expect([verdict(renamed, "old_name"), verdict(renamed, "feature_slug")]).toEqual([false, true])
    }))

  it.effect("I-33 is decoded strictly: an unknown key, an unknown type or a broken pattern refuses it", () =>
    Effect.gen(function*() {
      const shipped = Schema.encodeSync(ContractDocument)(yield* document)
      const withShape = (shape: unknown) => ({
        ...shipped,
        contexts: { c: { about: "", forbidden: [], rules: [], shape: { type: "object", source: "addition", required: { a: shape }, optional: {}, additional: "refused" } } }
      })
      expect(Either.isRight(decode(shipped))).toBe(true)
      expect(Either.isRight(decode(withShape({ type: "string", source: "addition", pattern: "^a$" })))).toBe(true)
      expect(Either.isLeft(decode({ ...shipped, extra: 1 }))).toBe(true)
      expect(Either.isLeft(decode(withShape({ type: "string", source: "addition", patern: "^a$" })))).toBe(true)
      expect(Either.isLeft(decode(withShape({ type: "date", source: "addition" })))).toBe(true)
      expect(Either.isLeft(decode(withShape({ type: "string", source: "addition", pattern: "(" })))).toBe(true)
    }))

  it("I-16 the hashed text does not depend on the order of keys or on white space", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: true })).toBe("{\"a\":true,\"b\":[1,{\"c\":\"x\",\"d\":null}]}")
  })
})
