import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import { compileContract } from "../../src/domain/contract/compileContract.js"
import { makeTrackerDesk } from "../../src/layers/http/receiver/trackerDesk.js"
import * as ReceiverMemory from "../../src/layers/memory/Receiver.js"
import { Receiver } from "../../src/services/Receiver.js"
import { shippedDocument } from "../fixtures/contract/gateUnderTest.js"
import { golden } from "../fixtures/contract/golden.js"
import { receiverNeeds } from "../fixtures/receiverNeeds.js"
import { bodyRules, isForSchema, isOtherHash, namesTwice, rules } from "./support/beyondSchema.js"
import { Dice } from "./support/Dice.js"
import { mutate, sweep, withTwin } from "./support/mutate.js"
import { schemaNames, validatorOf } from "./support/schemas.js"
import { hashed, largeBodies, validBodies, validEvents, validIdentities } from "./support/valid.js"

/*
 * Three judges of what is sent: our gate, the reference receiver, and the JSON Schemas that receivers are given, read by
 * an engine that is not ours. What a schema can't say is in support/beyondSchema.ts, rule by rule.
 */

const seed = 20_261_121
const counts = { events: 55_000, bodies: 20_000, bindings: 25_000 }

const gate = shippedDocument.pipe(Effect.provide(NodeContext.layer), Effect.map(compileContract))

const takesBatch = validatorOf("requests", "BatchRequest")
const takesEvent = new Map(schemaNames("events").map((type) => [type, validatorOf("events", type)]))
const takesBody = validatorOf("requests", "BodyRequest")
const takesResolve = validatorOf("requests", "ResolveRequest")

type Rule = (value: unknown) => boolean
const keeps = (value: unknown, broken: Readonly<Record<string, Rule>>): boolean => !Object.values(broken).some((rule) => rule(value))

const show = (value: unknown): string => JSON.stringify(value).slice(0, 1500)
const overTheWire = (value: unknown) => JSON.parse(JSON.stringify(value))

/** How often a value of the pool is changed: one in six is left as it is. */
const changes = (dice: Dice): number => dice.pick([0, 1, 1, 1, 2, 3])

/** How many were taken and how many refused: a test that never hears yes, or never no, shows nothing. */
class Tally {
  taken = 0
  refused = 0
  count(taken: boolean): void {
    if (taken) this.taken++
    else this.refused++
  }
}

/** One of the pool, changed at random. */
const changed = (pool: ReadonlyArray<unknown>, dice: Dice): unknown => mutate(dice.pick(pool), changes(dice), dice)

/** First each oddity in each field of the first golden one, then as many at random as are asked for together. */
const drawing = (context: string, draw: () => unknown) => {
  const [first = {}] = golden[context] ?? []
  const swept = sweep(first)
  return (n: number): unknown => n < swept.length ? swept[n] : draw()
}

const eventIsGood = (event: unknown): boolean => {
  const bySchema = takesBatch({ events: [event] })
  const type = Predicate.isRecord(event) ? event["event_type"] : undefined
  const ofType = typeof type === "string" ? takesEvent.get(type) : undefined
  expect(ofType?.(event) === true, `schema of the batch and of the event: ${show(event)}`).toBe(bySchema)
  if (bySchema) expect(isForSchema(event), `a retired name that the schema lets pass: ${show(event)}`).toBe(false)
  return bySchema && keeps(event, rules)
}

const idOf = (event: unknown) => Predicate.isRecord(event) && typeof event["event_id"] === "string" ? event["event_id"] : "unknown"

describe(`gate, receiver and JSON Schemas, seed ${seed}`, () => {
  it.effect(`G-C2 I-37 D-22 agree on ${counts.events} events and changes of them, one by one and in batches`, () =>
    Effect.gen(function*() {
      const dice = new Dice(seed)
      const { event: judge, eventText } = yield* gate
      const receiver = yield* Receiver
      const pool = validEvents(seed)
      const tally = new Tally()
      const draw = drawing("envelope", () => changed(pool, dice))
      for (let done = 0; done < counts.events; done += 500) {
        const batch = Array.from({ length: 500 }, (_, n) => overTheWire(draw(done + n)))
        const verdicts = batch.map((event) => {
          const good = eventIsGood(event)
          // The receiver asks the gate for each event as text; its other doors are tried now and then.
          if (dice.falls(0.2)) expect(Either.isRight(eventText(JSON.stringify(event))), `as text: ${show(event)}`).toBe(good)
          if (dice.falls(0.2)) expect(Either.isRight(judge(event)), `as a value: ${show(event)}`).toBe(good)
          tally.count(good)
          return good
        })
        const good = batch.filter((_, index) => verdicts[index])
        const bad = batch.filter((_, index) => verdicts[index] !== true)
        const answer = yield* receiver.ingest(batch)
        expect(answer._tag === "Invalid" ? answer.details.map(({ event_id }) => event_id) : answer._tag).toEqual(bad.map(idOf))
        const accepted = yield* receiver.ingest(good)
        expect(accepted._tag === "Processed" ? accepted.results.map(({ event_id }) => event_id) : accepted).toEqual(good.map(idOf))
      }
      expect(Math.min(tally.taken, tally.refused)).toBeGreaterThan(counts.events / 10)
    }).pipe(Effect.provide(ReceiverMemory.layer().pipe(Layer.provide(receiverNeeds)))), 300_000)

  it.effect("G-C1 G-C2 a stored text passes exactly where its event is good and it names nothing twice", () =>
    Effect.gen(function*() {
      const dice = new Dice(seed + 1)
      const { eventText } = yield* gate
      const pool = validEvents(seed)
      const tally = new Tally()
      for (let done = 0; done < 2_000; done++) {
        const whole = JSON.stringify(dice.pick(pool))
        const json = dice.falls(0.8) ? withTwin(whole, dice) : whole
        const event: unknown = JSON.parse(json)
        const good = eventIsGood(event) && !namesTwice(json, event)
        tally.count(good)
        expect(Either.isRight(eventText(json)), json).toBe(good)
      }
      expect(Math.min(tally.taken, tally.refused)).toBeGreaterThan(200)
    }))

  it.effect(`G-C2 I-37 D-22 agree on ${counts.bodies} bodies and changes of them`, () =>
    Effect.gen(function*() {
      const dice = new Dice(seed + 2)
      const { body: judge, check } = yield* gate
      const receiver = yield* Receiver
      const pool = validBodies(seed)
      const tally = new Tally()
      const draw = drawing("body_sync", () => dice.falls(0.0025) ? dice.pick(largeBodies) : changed(pool, dice))
      for (let done = 0; done < counts.bodies; done++) {
        const from = draw(done)
        const body = overTheWire(dice.falls(0.8) ? hashed(from) : from)
        const bySchema = takesBody(body)
        if (bySchema) expect(isForSchema(body), `a retired name that the schema lets pass: ${show(body)}`).toBe(false)
        const good = bySchema && keeps(body, rules) && keeps(body, bodyRules)
        tally.count(good)
        if (Predicate.isRecord(body)) expect(Either.isRight(judge(overTheWire(body))), `as a body: ${show(body)}`).toBe(good)
        if (dice.falls(0.2)) expect(Either.isRight(check("body_sync", body)), `in its context: ${show(body)}`).toBe(good)
        const answer = yield* receiver.push(body)
        expect(answer._tag !== "Invalid", `pushed: ${show(body)}`).toBe(good && !isOtherHash(body))
      }
      expect(Math.min(tally.taken, tally.refused)).toBeGreaterThan(counts.bodies / 10)
    }).pipe(Effect.provide(ReceiverMemory.layer().pipe(Layer.provide(receiverNeeds)))), 300_000)

  it.effect(`G-C2 I-12 agree on ${counts.bindings} identities of a binding and changes of them`, () =>
    Effect.gen(function*() {
      const dice = new Dice(seed + 3)
      const { check } = yield* gate
      const desk = yield* makeTrackerDesk([])
      const pool = validIdentities(seed)
      const tally = new Tally()
      const draw = drawing("tracker_bind", () => changed(pool, dice))
      for (let done = 0; done < counts.bindings; done++) {
        const project_identity = overTheWire(draw(done))
        const request = { provider: "linear", project_identity }
        const bySchema = takesResolve(request)
        if (bySchema) expect(isForSchema(request), `a retired name that the schema lets pass: ${show(request)}`).toBe(false)
        const good = bySchema && keeps(project_identity, rules)
        tally.count(good)
        expect(Either.isRight(check("tracker_bind", project_identity)), show(request)).toBe(good)
        expect((yield* desk.resolve(request)).status, show(request)).toBe(good ? 200 : 400)
      }
      expect(Math.min(tally.taken, tally.refused)).toBeGreaterThan(counts.bindings / 10)
    }).pipe(Effect.provide(receiverNeeds)), 300_000)
})
