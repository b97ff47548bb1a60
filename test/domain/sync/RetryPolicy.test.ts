import { describe, expect, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import { delayAfter, dueBound, momentAfter, retrySchedule } from "../../../src/domain/sync/RetryPolicy.js"

const millisAfter = (attempt: number) => Effect.map(delayAfter(attempt), Duration.toMillis)
const withSeed = (seed: number) => Effect.withRandom(Random.make(seed))

describe("retry policy", () => {
  it.effect("E-03 G-R4 B-21 never below 1 s, never above 300 s, whatever the seed and the attempt", () =>
    Effect.gen(function*() {
      for (let seed = 0; seed < 10_000; seed++) {
        const delay = yield* withSeed(seed)(millisAfter((seed % 40) + 1))
        if (delay < 1_000 || delay > 300_000) expect.fail(`seed ${seed} gives ${delay} ms`)
      }
    }), 60_000)

  it.effect("B-21 doubles from 1 s to the cap of 240 s, with a factor in [1, 1.25]", () =>
    Effect.gen(function*() {
      const bases = [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240, 240, 240].map((seconds) => seconds * 1000)
      for (const [index, base] of bases.entries()) {
        const drawn = yield* Effect.all(Array.from({ length: 200 }, () => millisAfter(index + 1)))
        expect(Math.min(...drawn)).toBeGreaterThanOrEqual(base)
        expect(Math.max(...drawn)).toBeLessThanOrEqual(base * 1.25)
        expect(new Set(drawn).size).toBeGreaterThan(100)
      }
      expect(yield* withSeed(1)(millisAfter(1_000_000))).toBe(yield* withSeed(1)(millisAfter(20)))
    }))

  it.effect("E-03 the delays are those of the exported Schedule, in the same order of draws", () =>
    Effect.gen(function*() {
      const fixed = Effect.withRandom(Random.fixed([0.5]))
      const byPolicy = yield* fixed(Effect.all(Array.from({ length: 20 }, (_, n) => millisAfter(n + 1))))
      const bySchedule = yield* fixed(Schedule.run(Schedule.delays(retrySchedule), 0, Array.from({ length: 20 })))
      expect(byPolicy).toEqual(Chunk.toReadonlyArray(bySchedule).map(Duration.toMillis))
    }))

  it.effect("E-03 an attempt below 1, or not whole, is the first or the one it started", () =>
    Effect.gen(function*() {
      const fixed = Effect.withRandom(Random.fixed([0]))
      expect(yield* fixed(Effect.all([0, -5, 1, 2.9].map(millisAfter)))).toEqual([1000, 1000, 1000, 2000])
    }))

  it("G-R7 a moment lies no further ahead than its bound, in whole milliseconds", () => {
    expect(momentAfter(10, Duration.hours(1), dueBound.nextAttempt)).toBe(300_010)
    expect(momentAfter(10, Duration.millis(1000.2), dueBound.nextAttempt)).toBe(1011)
    expect(momentAfter(0, Duration.infinity, dueBound.notBefore)).toBe(24 * 3_600_000)
  })
})
