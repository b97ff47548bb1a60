import { expect, layer } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import { type EventKind, eventCatalogue } from "../../../src/domain/events/eventCatalogue.js"
import { BodyRequest } from "../../../src/domain/sync/BodyRequest.js"
import { TrackerProjectIdentity } from "../../../src/domain/wire/tracker.js"
import { ShippedGate, shippedDocument, violations } from "../../fixtures/contract/gateUnderTest.js"
import { golden } from "../../fixtures/contract/golden.js"
import { changeAt, forbiddenKeys, objectsIn, shapeMutants } from "../../fixtures/contract/mutations.js"

const typed: { readonly [context: string]: Schema.Schema.AnyNoContext } = {
  envelope: EventEnvelope,
  body_sync: BodyRequest,
  tracker_bind: TrackerProjectIdentity,
  ...Object.fromEntries(Object.entries(eventCatalogue).map(([type, { payload }]) => [`payload/${type}`, payload]))
}

/** What the classes leave to the gate: an aggregate that its type is not about, where the envelope names both. */
const ofAnother = (context: string, value: unknown): boolean => {
  if (context !== "envelope" || !Predicate.isRecord(value)) return false
  const kind = Object.entries<EventKind>(eventCatalogue).find(([type]) => type === value["event_type"])?.[1]
  return kind !== undefined && !kind.aggregate_types.some((type) => type === value["aggregate_type"])
}

/** And retired names at any depth, and a body that is blank or too large. */
const gateAlone = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(gateAlone)
  if (!Predicate.isRecord(value)) return false
  return Object.entries(value).some(([key, item]) => {
    const name = key.normalize("NFKC").toLowerCase()
    if (/^(feature_(slug|number|type)|mission_key)$/.test(name)) return true
    if (typeof item !== "string") return gateAlone(item)
    if (key === "content_body") {
      return item.trim() === "" || new TextEncoder().encode(item).length > 524_288 || !item.isWellFormed()
    }
    if (name === "aggregate_type") return /^feature$/i.test(item)
    if (name === "aggregate_id") return /^feature(_catalog)?\//i.test(item)
    return name === "event_type" && /^feature(created|closed|completed)$/i.test(item)
  })
}

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const sameVerdict = (context: string, schema: Schema.Schema.AnyNoContext, value: unknown) => {
  const wire = overTheWire(value)
  const byClass = Either.isRight(Schema.decodeUnknownEither(schema, { onExcessProperty: "error" })(wire))
  const expected = byClass && !gateAlone(wire) && !ofAnother(context, wire)
  return Effect.map(violations(context, wire), (found) => {
    expect(found.length === 0, `${context} ${JSON.stringify(wire).slice(0, 2000)} → ${JSON.stringify(found)}`).toBe(expected)
    return expected
  })
}

/** A golden payload with some of its objects' fields replaced, added or dropped. */
const shaken = (context: string) =>
  FastCheck.tuple(
    FastCheck.constantFrom(...(golden[context] ?? []).filter((payload) => JSON.stringify(payload).length < 10_000)),
    FastCheck.array(FastCheck.tuple(FastCheck.nat(), FastCheck.nat(), FastCheck.oneof(FastCheck.jsonValue(), word)), { maxLength: 3 })
  ).map(([payload, changes]) =>
    changes.reduce<unknown>((value, [where, which, content]) => {
      const objects = objectsIn(value)
      const path = objects[where % objects.length] ?? []
      return changeAt(value, path, (object) => {
        if (!Predicate.isRecord(object)) return object
        const keys = [...Object.keys(object), "step_id", "extra"]
        return { ...object, [keys[which % keys.length] ?? "extra"]: content }
      })
    }, payload)
  )

const word = FastCheck.constantFrom<unknown>("", " ", "sha256", "md5", "input", null, 0, -1, 3, 1.5, 2 ** 60, "2026-02-30T00:00:00Z", {}, [])

layer(ShippedGate)("the typed classes and the gate", (it) => {
  for (const [context, schema] of Object.entries(typed)) {
    it.effect(`I-37 G-C2 D-22 agree on the golden corpus of ${context} and all its mutations`, () =>
      Effect.gen(function*() {
        const shape = (yield* shippedDocument).contexts[context]?.shape
        if (shape === undefined) return expect.fail("no such context")
        for (const payload of golden[context] ?? []) {
          expect(yield* sameVerdict(context, schema, payload)).toBe(true)
          for (const mutant of [...shapeMutants(shape, payload, payload), ...forbiddenKeys(payload)]) {
            expect(yield* sameVerdict(context, schema, mutant.payload), mutant.what).toBe(false)
          }
        }
      }))

    it.effect.prop(
      `I-37 G-C2 agree on random values of ${context}, valid and not`,
      {
        valid: Arbitrary.make(schema),
        loose: Arbitrary.make(Schema.encodedSchema(schema)),
        changed: shaken(context),
        any: FastCheck.jsonValue()
      },
      ({ any, changed, loose, valid }) =>
        Effect.forEach([valid, loose, changed, any], (value) => sameVerdict(context, schema, value), { discard: true }),
      { fastCheck: { numRuns: 200 } }
    )
  }
})
