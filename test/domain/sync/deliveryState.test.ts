import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import {
  clampTimes, type Delivery, DeliveryInput, DeliveryState, dueAtMs, newDelivery, transition
} from "../../../src/domain/sync/deliveryState.js"
import { latestTimes } from "../../../src/domain/sync/RetryPolicy.js"
import { Settlement } from "../../../src/domain/sync/Settlement.js"

const nowMs = 1_000_000

const states: Record<DeliveryState["_tag"], DeliveryState> = {
  Pending: DeliveryState.Pending(),
  Leased: DeliveryState.Leased({ owner: "one", token: 3, expiresAtMs: nowMs + 1 }),
  Quarantined: DeliveryState.Quarantined(),
  Delivered: DeliveryState.Delivered(),
  Superseded: DeliveryState.Superseded(),
  Dropped: DeliveryState.Dropped()
}
const inState = (tag: DeliveryState["_tag"]): Delivery =>
  ({ ...newDelivery(nowMs), claims: 3, attempts: 2, state: states[tag] })

const words = { reasonCode: "code", reason: "reason" }
const delay = Duration.seconds(10)
const settlements = {
  Delivered: Settlement.Delivered({ status: "success" }),
  RetryLater: Settlement.RetryLater({ ...words, delay, retryAfter: null }),
  Released: Settlement.Released({ ...words, postpone: null }),
  Rejected: Settlement.Rejected(words)
}
const settle = (token: number) => (settlement: Settlement) => DeliveryInput.Settle({ token, settlement })

const inputs: Record<string, DeliveryInput> = {
  claim: DeliveryInput.Claim({ owner: "two", lease: Duration.minutes(2) }),
  delivered: settle(3)(settlements.Delivered),
  retryLater: settle(3)(settlements.RetryLater),
  released: settle(3)(settlements.Released),
  rejected: settle(3)(settlements.Rejected),
  lateDelivered: settle(2)(settlements.Delivered),
  lateRejected: settle(2)(settlements.Rejected),
  leaseEarly: DeliveryInput.LoseLease({ ownerGone: false }),
  ownerGone: DeliveryInput.LoseLease({ ownerGone: true }),
  supersede: DeliveryInput.Supersede(),
  quarantine: DeliveryInput.Quarantine(words),
  drop: DeliveryInput.Drop(),
  requeue: DeliveryInput.Requeue()
}

/** The whole table: what is not listed changes nothing. */
const table: Partial<Record<DeliveryState["_tag"], Record<string, DeliveryState["_tag"]>>> = {
  Pending: { claim: "Leased", supersede: "Superseded", quarantine: "Quarantined", drop: "Dropped" },
  Leased: {
    delivered: "Delivered", retryLater: "Pending", released: "Pending", rejected: "Quarantined", ownerGone: "Pending"
  },
  Quarantined: { drop: "Dropped", requeue: "Pending", supersede: "Superseded" }
}

const become = (delivery: Delivery, input: DeliveryInput, at = nowMs): Delivery =>
  Option.getOrElse(transition(delivery, input, at), () => delivery)

describe("delivery state", () => {
  for (const tag of Object.values(states).map(({ _tag }) => _tag)) {
    for (const [name, input] of Object.entries(inputs)) {
      const expected = table[tag]?.[name]
      it(`G-Q8 ${tag} + ${name} → ${expected ?? "no change"}`, () => {
        const after = transition(inState(tag), input, nowMs)
        expect(Option.getOrUndefined(Option.map(after, ({ state }) => state._tag))).toBe(expected)
      })
    }
  }

  it("law 3: a claim counts and numbers the attempt; only Released gives it back", () => {
    const claimed = become(inState("Pending"), DeliveryInput.Claim({ owner: "two", lease: Duration.minutes(2) }))
    expect(claimed).toMatchObject({
      claims: 4, attempts: 3, state: { owner: "two", token: 4, expiresAtMs: nowMs + 120_000 }
    })
    const attemptsAfter = (settlement: Settlement) => become(claimed, settle(4)(settlement)).attempts
    expect(Object.values(settlements).map(attemptsAfter)).toEqual([3, 3, 2, 3])
    expect(become(claimed, DeliveryInput.LoseLease({ ownerGone: true })).attempts).toBe(3)
  })

  it("law 4: not claimed before it is due, by our delay or by the server's", () => {
    const retryAfter = Duration.hours(2)
    const waiting = become(inState("Leased"), settle(3)(Settlement.RetryLater({ ...words, delay, retryAfter })))
    expect(waiting).toMatchObject({ nextAttemptAtMs: nowMs + 10_000, notBeforeMs: nowMs + 7_200_000, lastError: words })
    const claim = DeliveryInput.Claim({ owner: "two", lease: delay })
    expect(Option.isNone(transition(waiting, claim, nowMs + 7_199_999))).toBe(true)
    expect(Option.isSome(transition(waiting, claim, nowMs + 7_200_000))).toBe(true)
  })

  it("G-Q8 a lease ends at its moment, and a lost lease leaves the row due at once", () => {
    const lose = DeliveryInput.LoseLease({ ownerGone: false })
    expect(Option.isNone(transition(inState("Leased"), lose, nowMs))).toBe(true)
    const free = become({ ...inState("Leased"), nextAttemptAtMs: nowMs * 9, notBeforeMs: nowMs * 9 }, lose, nowMs + 1)
    expect([free.state._tag, dueAtMs(free)]).toEqual(["Pending", nowMs + 1])
  })

  it("law 4 U-35: a person's wish cuts our own delay short, never the server's, and never makes an item later", () => {
    const retryAfter = Duration.hours(2)
    const waiting = become(inState("Leased"), settle(3)(Settlement.RetryLater({ ...words, delay, retryAfter })))
    const wished = become(waiting, DeliveryInput.Requeue())
    expect(wished).toMatchObject({ nextAttemptAtMs: nowMs, notBeforeMs: nowMs + 7_200_000, attempts: 2, lastError: words })
    expect(Option.isNone(transition(wished, DeliveryInput.Requeue(), nowMs + 1))).toBe(true)
  })

  it("law 3: put back by a person, it starts over; its tokens do not", () => {
    expect(become(inState("Quarantined"), DeliveryInput.Requeue())).toMatchObject({ attempts: 0, claims: 3 })
  })

  it("G-R7 G-R5 whatever happens, times stay within their bounds, tokens only grow and no attempt ends a delivery", () => {
    const step = FastCheck.tuple(FastCheck.constantFrom(...Object.keys(inputs)), FastCheck.integer({ min: -1e12, max: 1e12 }))
    FastCheck.assert(FastCheck.property(FastCheck.array(step, { maxLength: 40 }), (steps) => {
      let delivery = newDelivery(nowMs)
      let at = nowMs
      for (const [name, jump] of steps) {
        at = Math.max(0, at + jump)
        delivery = clampTimes(delivery, at)
        const latest = latestTimes(at)
        expect(delivery.nextAttemptAtMs).toBeLessThanOrEqual(latest.nextAttemptAtMs)
        expect(delivery.notBeforeMs ?? 0).toBeLessThanOrEqual(latest.notBeforeMs)
        if (name === "drop" || name === "supersede" || name === "delivered") continue
        const input = inputs[name]
        const before = delivery
        if (input !== undefined) delivery = become(delivery, input, at)
        expect(delivery.claims).toBeGreaterThanOrEqual(before.claims)
        expect(delivery.attempts).toBeLessThanOrEqual(delivery.claims)
        expect(["Pending", "Leased", "Quarantined"]).toContain(delivery.state._tag)
      }
    }))
  })
})
