import { expect, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Predicate from "effect/Predicate"
import { pointerOf } from "../../../src/domain/contract/violationsOf.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { ShippedGate, shippedDocument, violations } from "../../fixtures/contract/gateUnderTest.js"
import { golden, requiredByHand } from "../../fixtures/contract/golden.js"
import { changeAt, forbiddenKeys, type Mutant, shapeMutants } from "../../fixtures/contract/mutations.js"

const refusedWhereBroken = (context: string, mutants: ReadonlyArray<Mutant>) =>
  Effect.forEach(mutants, ({ payload, pointer, what }) =>
    Effect.map(violations(context, payload), (found) => {
      const near = found.some((violation) => violation.pointer === pointer || violation.pointer.startsWith(`${pointer}/`))
      expect(near, `${context}: ${what} → ${JSON.stringify(found)}`).toBe(true)
    }))

layer(ShippedGate)("the golden corpus", (it) => {
  it.effect("I-37 speaks of every context, and all of it passes", () =>
    Effect.gen(function*() {
      const { contexts } = yield* ContractGate
      expect(Object.keys(golden).sort()).toEqual(contexts)
      for (const [context, payloads] of Object.entries(golden)) {
        for (const payload of payloads) expect(yield* violations(context, payload), context).toEqual([])
      }
    }))

  it.effect("I-10 I-37 B-02 B-03 each field that upstream or the wire requires is missed when it is removed", () =>
    Effect.gen(function*() {
      for (const [context, fields] of Object.entries(requiredByHand)) {
        for (const field of fields.split(" ")) {
          for (const payload of golden[context] ?? []) {
            const { [field]: removed, ...rest } = payload
            expect(removed, `${context} ${field}`).not.toBe(undefined)
            expect(yield* violations(context, rest)).toContainEqual({ pointer: `/${field}`, rule: "is required" })
          }
        }
      }
    }))

  it.effect("I-37 I-33 every field removed, every wrong type, constant, word, length and unknown field is refused where it is", () =>
    Effect.gen(function*() {
      const { contexts } = yield* shippedDocument
      let total = 0
      for (const [context, { shape }] of Object.entries(contexts)) {
        for (const payload of golden[context] ?? []) {
          const mutants = shapeMutants(shape, payload, payload)
          total += mutants.length
          yield* refusedWhereBroken(context, mutants)
        }
      }
      expect(total).toBeGreaterThan(1500)
    }))

  it.effect("G-C3 I-17 I-13 a retired field name in any object at any depth is refused where it is", () =>
    Effect.gen(function*() {
      for (const [context, payloads] of Object.entries(golden)) {
        yield* Effect.forEach(payloads, (payload) => refusedWhereBroken(context, forbiddenKeys(payload)))
      }
    }))

  it.effect("I-21 the constants of contract 3.0.0 hold", () =>
    Effect.gen(function*() {
      const [envelope] = golden["envelope"] ?? []
      for (const wrong of [{ schema_version: "2.9.0" }, { schema_version: "3.0.1" }, { aggregate_type: "WorkPackage" }, { data_tier: 5 }]) {
        expect(yield* violations("envelope", { ...envelope, ...wrong }), JSON.stringify(wrong)).toHaveLength(1)
      }
      for (const aggregate_type of ["Feature", "Build"]) {
        expect(yield* violations("envelope", { ...envelope, aggregate_type }), aggregate_type).not.toEqual([])
      }
    }))

  it.effect("I-33 a work package that moves: force needs a reason, approved and done need evidence, in_review is no lane", () =>
    Effect.gen(function*() {
      const [least, whole] = golden["payload/WPStatusChanged"] ?? []
      const say = (payload: unknown) =>
        Effect.map(violations("payload/WPStatusChanged", payload), (found) => found.map(({ pointer, rule }) => `${pointer} ${rule}`))
      for (const reason of [null, "", " \n", undefined]) {
        expect(yield* say({ ...whole, reason })).toEqual(["/reason must give a reason where force is true"])
      }
      for (const to_lane of ["approved", "done"]) {
        expect(yield* say({ ...least, to_lane })).toEqual(["/evidence is required where to_lane is approved or done"])
      }
      for (const to_lane of ["in_review", "doing"]) expect(yield* say({ ...least, to_lane })).toHaveLength(1)
      const both = yield* say({ ...least, force: true, to_lane: "done", surplus: 1 })
      expect(both.map((sentence) => sentence.split(" ")[0]).sort()).toEqual(["/evidence", "/reason", "/surplus"])
    }))

  it.effect("B-04 the path of a body is relative and stays inside the mission", () =>
    Effect.gen(function*() {
      const [body] = golden["body_sync"] ?? []
      for (const path of ["/spec.md", "../spec.md", "a/../b.md", "a/..", "./a", "a//b", "a/", "a\\b", "a\u0000b", ".", ".."]) {
        expect((yield* violations("body_sync", { ...body, artifact_path: path })).map(({ pointer }) => pointer), path)
          .toEqual(["/artifact_path"])
      }
      for (const path of ["...", "..a/b..", ".hidden", "a\nb.md", "ü/ß.md"]) {
        expect(yield* violations("body_sync", { ...body, artifact_path: path }), path).toEqual([])
      }
    }))

  it.effect.prop(
    "G-C1 a violation names pointer and rule, never the value that was refused",
    { seed: FastCheck.nat(), wrap: FastCheck.constantFrom("text", "list", "object") },
    ({ seed, wrap }) =>
      Effect.gen(function*() {
        const canary = "canary-5f1d"
        const payloads = Object.entries(golden).flatMap(([context, list]) => list.map((payload) => ({ context, payload })))
        const { context, payload } = payloads[seed % payloads.length] ?? { context: "", payload: {} }
        const paths = leaves(payload)
        const path = paths[seed % paths.length] ?? []
        const value = wrap === "text" ? canary : wrap === "list" ? [canary] : { deeper: canary }
        const found = yield* violations(context, changeAt(payload, path, () => value))
        expect(JSON.stringify(found), pointerOf(path)).not.toContain(canary)
      }),
    { fastCheck: { numRuns: 500 } }
  )
})

const leaves = (value: unknown, path: ReadonlyArray<string | number> = []): ReadonlyArray<ReadonlyArray<string | number>> => {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]))
  if (!Predicate.isRecord(value)) return [path]
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]))
}
