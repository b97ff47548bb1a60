import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as TestClock from "effect/TestClock"
import { decodeTime } from "ulid"
import { Ulid } from "../../../src/domain/identity/ids.js"
import * as CryptoRandom from "../../../src/layers/node/CryptoRandom.js"
import * as IdentifiersLive from "../../../src/layers/node/Identifiers.js"
import { Identifiers } from "../../../src/services/Identifiers.js"

const live = Layer.provideMerge(IdentifiersLive.layer, CryptoRandom.layer)

describe("Identifiers", () => {
  it.effect("gives version 4 UUIDs in lower case, no two alike", () =>
    Effect.gen(function*() {
      const { uuid } = yield* Identifiers
      const made = yield* Effect.replicateEffect(uuid, 2000)
      expect(made.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toStrictEqual([])
      expect(new Set(made).size).toBe(made.length)
      expect(new Set(made.map((id) => id.charAt(19)))).toStrictEqual(new Set(["8", "9", "a", "b"]))
    }).pipe(Effect.provide(live)))

  it.effect("G-R7 gives ULIDs that carry the time and grow strictly, also when the clock stands still or goes back", () =>
    Effect.gen(function*() {
      const { ulid } = yield* Identifiers
      const made: Array<Ulid> = []
      for (const timeMs of [1_700_000_000_000, 1_700_000_000_000, 1_600_000_000_000, 0, 1_700_000_000_001]) {
        yield* TestClock.setTime(timeMs)
        made.push(...(yield* Effect.replicateEffect(ulid, 50)))
      }
      expect([...made].sort()).toStrictEqual(made)
      expect(new Set(made).size).toBe(made.length)
      expect([made[0], made[249]].map((id) => decodeTime(id ?? ""))).toStrictEqual([1_700_000_000_000, 1_700_000_000_001])
    }).pipe(Effect.provide(live)))

  it.effect("a ULID whose random bits are used up borrows the next millisecond", () =>
    Effect.gen(function*() {
      const { ulid } = yield* Identifiers
      yield* TestClock.setTime(1000)
      const largest: Random.Random = {
        ...CryptoRandom.cryptoRandom,
        nextIntBetween: (_min, max) => Effect.succeed(max - 1)
      }
      const made = yield* Effect.withRandom(Effect.replicateEffect(ulid, 3), largest)
      expect(made).toStrictEqual(["00000000Z8ZZZZZZZZZZZZZZZZ", "00000000Z90000000000000000", "00000000Z90000000000000001"])
      expect(made.every((id) => Ulid.make(id) === id)).toBe(true)
    }).pipe(Effect.provide(live)))
})

describe("CryptoRandom", () => {
  it.effect.prop("stays within the bounds it is given", [FastCheck.maxSafeInteger(), FastCheck.integer({ min: 1 })], ([min, span]) =>
    Effect.gen(function*() {
      const max = Math.min(min + span, Number.MAX_SAFE_INTEGER)
      const drawn = yield* Random.nextIntBetween(min, max)
      expect(Number.isInteger(drawn) && drawn >= min && (drawn < max || max <= min)).toBe(true)
      const next = yield* Random.next
      expect(next >= 0 && next < 1).toBe(true)
    }).pipe(Effect.provide(CryptoRandom.layer)))

  it.effect("shuffles without losing or adding anything, and does not repeat itself", () =>
    Effect.gen(function*() {
      const elements = Array.from({ length: 50 }, (_, index) => index)
      const one = [...(yield* Random.shuffle(elements))]
      const other = [...(yield* Random.shuffle(elements))]
      expect([...one].sort((a, b) => a - b)).toStrictEqual(elements)
      expect(one).not.toStrictEqual(other)
      expect(yield* Random.nextInt).not.toBe(yield* Random.nextInt)
      const ranged = yield* Random.nextRange(5, 6)
      expect(ranged >= 5 && ranged < 6).toBe(true)
      expect(new Set(yield* Effect.replicateEffect(Random.nextBoolean, 100)).size).toBe(2)
    }).pipe(Effect.provide(CryptoRandom.layer)))
})
