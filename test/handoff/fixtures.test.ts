import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import { type EventKind, eventCatalogue } from "../../src/domain/events/eventCatalogue.js"
import { EventEnvelope } from "../../src/domain/events/EventEnvelope.js"
import { fieldsOf } from "../fixtures/contract/fieldsOf.js"
import { isOtherHash, rules } from "./support/beyondSchema.js"
import { answerName, answerSchemas, type Exchange, type Fixture, fixtures, nameOf, requestSchemas } from "./support/fixtures.js"
import { replayed } from "./support/replay.js"
import { schemaNames, validatorAt, validatorOf } from "./support/schemas.js"

const kinds: ReadonlyArray<readonly [string, EventKind]> = Object.entries(eventCatalogue)
const each = fixtures.map((fixture) => [fixture.fixture, fixture] as const)
const exchanges = fixtures.flatMap((fixture) => fixture.exchanges)
const valid = exchanges.filter((exchange) => exchange.valid)

const decodes = (schema: Schema.Schema.AnyNoContext | undefined, value: unknown): boolean =>
  schema !== undefined && Either.isRight(Schema.decodeUnknownEither(schema, { onExcessProperty: "error" })(value))

const eventsOf = ({ request: { body } }: Exchange): ReadonlyArray<{ readonly [field: string]: unknown }> => {
  const events = body?.["events"]
  return Array.isArray(events) ? events.filter(Predicate.isRecord) : []
}

describe("the handoff's fixtures", () => {
  it("H-10 H-11 hold the five exchanges of 039 and one for each type of event", () => {
    const names = fixtures.map(({ fixture }) => fixture)
    expect(names).toEqual(expect.arrayContaining([
      "01-happy-path", "02-mixed-batch", "03-duplicate", "04-malformed-event", "05-details-name-the-culprits",
      ...kinds.map(([type]) => `event-${type}`)
    ]))
    for (const { exchanges: inside, fixture, valid: whole } of fixtures) {
      expect(inside.every((exchange) => exchange.valid), fixture).toBe(whole)
    }
  })

  it.scoped.each(each)("H-12 %s: a receiver that holds nothing yet gives the same answers", ([_, fixture]: readonly [string, Fixture]) =>
    Effect.gen(function*() {
      yield* TestClock.setTime(Date.parse("2026-04-06T13:00:00.000Z"))
      expect(yield* replayed(fixture)).toEqual(fixture.exchanges.map(({ response }) => response))
    }))

  it.each(each)("H-12 H-18 %s: JSON Schema takes what is good, and refuses what is bad where it can say why", (_, fixture) => {
    for (const { about, refused_by, request: { body, schema } } of fixture.exchanges) {
      if (schema === undefined) continue
      const takes = validatorAt(schema)
      expect(takes(body), `${about} ${JSON.stringify(takes.errors)}`).toBe(refused_by !== "schema")
    }
  })

  it.each(each)("H-12 %s: every answer is as its schema says", (_, fixture) => {
    for (const exchange of fixture.exchanges) {
      const takes = validatorOf("responses", answerName(exchange))
      expect(takes(exchange.response.body), `${exchange.about} ${JSON.stringify(takes.errors)}`).toBe(true)
    }
  })

  it.each(each)("H-12 D-38 %s: our own Schemas read it", (_, fixture) => {
    for (const exchange of fixture.exchanges) {
      const { request: { body, schema }, response } = exchange
      expect(decodes(answerSchemas[answerName(exchange)], response.body), `answer: ${exchange.about}`).toBe(true)
      if (!exchange.valid || schema === undefined) continue
      expect(decodes(requestSchemas[nameOf(schema)], body), exchange.about).toBe(true)
      for (const event of eventsOf(exchange)) {
        const kind = kinds.find(([type]) => type === event["event_type"])?.[1]
        expect(decodes(kind?.payload, event["payload"]), exchange.about).toBe(true)
      }
    }
  })

  it("H-12 what no schema can say is a rule that is known by name", () => {
    const byRule = exchanges.filter(({ refused_by }) => refused_by === "rule")
    expect(byRule.length).toBeGreaterThan(0)
    for (const { about, request: { body } } of byRule) {
      expect(isOtherHash(body) || Object.values(rules).some((broken) => broken(body)), about).toBe(true)
    }
  })

  it("G-C3 I-03 hold a retired name only where it is what is wrong", () => {
    const retired = rules["a retired name, whatever its letters"]
    for (const { exchanges: inside, fixture } of fixtures) {
      for (const { request, response, valid: good } of inside) {
        expect(retired(response.body), fixture).toBe(false)
        expect(retired(request.body), fixture).toBe(!good && fixture.includes("retired"))
      }
    }
  })
})

/** Whether the value has the field of a pointer anywhere, `*` being any item of a list. */
const has = (value: unknown, [key, ...rest]: ReadonlyArray<string>): boolean => {
  if (key === undefined) return true
  if (key === "*") return Array.isArray(value) && value.some((item) => has(item, rest))
  return Predicate.isRecord(value) && Object.hasOwn(value, key) && has(value[key], rest)
}

const without = (schema: Schema.Schema.AnyNoContext, values: ReadonlyArray<unknown>): ReadonlyArray<string> =>
  fieldsOf(schema).map(({ pointer }) => pointer).filter((pointer) => !values.some((value) => has(value, pointer.split("/").slice(1))))

describe("every field has a fixture", () => {
  const events = valid.flatMap(eventsOf)

  it("H-12 of the envelope", () => {
    expect(without(EventEnvelope, events)).toEqual([])
  })

  it.each(kinds)("H-11 H-12 of %s", (type, { payload }) => {
    expect(without(payload, events.filter(({ event_type }) => event_type === type).map((event) => event["payload"]))).toEqual([])
  })

  it.each(Object.entries(requestSchemas))("H-12 of the request %s", (name, schema) => {
    expect(schemaNames("requests")).toContain(name)
    expect(without(schema, valid.filter(({ request }) => nameOf(request.schema ?? "") === name).map(({ request }) => request.body))).toEqual([])
  })

  it.each(Object.entries(answerSchemas))("H-12 of the answer %s", (name, schema) => {
    expect(schemaNames("responses")).toContain(name)
    expect(without(schema, exchanges.filter((exchange) => answerName(exchange) === name).map(({ response }) => response.body))).toEqual([])
  })

  it("H-12 none is handed over that is not looked at here", () => {
    expect(Object.keys(requestSchemas).sort()).toEqual([...schemaNames("requests")].sort())
    expect(Object.keys(answerSchemas).sort()).toEqual([...schemaNames("responses")].sort())
    expect(kinds.map(([type]) => type).sort()).toEqual([...schemaNames("events")].sort())
  })
})
