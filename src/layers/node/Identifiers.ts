import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Ref from "effect/Ref"
import { encodeTime } from "ulid"
import { Ulid } from "../../domain/identity/ids.js"
import { Identifiers } from "../../services/Identifiers.js"

const hexDigits = (value: number, digits: number): string => value.toString(16).padStart(digits, "0")

const drawHex = (bits: number) => Effect.map(Random.nextIntBetween(0, 2 ** bits), (value) => hexDigits(value, bits / 4))

/** Version 4: 122 random bits, four that say the version and two that say the variant. */
const uuid = Effect.gen(function*() {
  const [timeLow, timeMid, timeHigh, clock, nodeHigh, nodeLow] = yield* Effect.all([
    drawHex(32), drawHex(16), drawHex(12), Random.nextIntBetween(0, 2 ** 14), drawHex(24), drawHex(24)
  ])
  return `${timeLow}-${timeMid}-4${timeHigh}-${hexDigits(0x8000 + clock, 4)}-${nodeHigh}${nodeLow}`
})

/** The parts of a ULID: 48 bits of milliseconds, and 80 random bits in two halves that JavaScript's numbers hold. */
interface UlidParts {
  readonly timeMs: number
  readonly high: number
  readonly low: number
}

const half = 2 ** 40

/** The smallest ULID above `last`. When all 80 bits are used up, it borrows the next millisecond. */
const following = ({ high, low, timeMs }: UlidParts): UlidParts => {
  if (low + 1 < half) return { timeMs, high, low: low + 1 }
  return high + 1 < half ? { timeMs, high: high + 1, low: 0 } : { timeMs: timeMs + 1, high: 0, low: 0 }
}

/** `encodeTime` writes any number below 2^48 in Crockford's base 32. */
const encode = ({ high, low, timeMs }: UlidParts): Ulid =>
  Ulid.make(`${encodeTime(timeMs, 10)}${encodeTime(high, 8)}${encodeTime(low, 8)}`)

const make = Effect.gen(function*() {
  const last = yield* Ref.make<UlidParts>({ timeMs: -1, high: 0, low: 0 })
  const ulid = Effect.gen(function*() {
    const timeMs = Math.max(0, Math.floor(yield* Clock.currentTimeMillis))
    const fresh: UlidParts = {
      timeMs,
      high: yield* Random.nextIntBetween(0, half),
      low: yield* Random.nextIntBetween(0, half)
    }
    // A clock that stands still or goes back does not make an identifier that sorts before the last one.
    const parts = yield* Ref.updateAndGet(last, (before) => timeMs > before.timeMs ? fresh : following(before))
    return encode(parts)
  })
  return Identifiers.of({ uuid, ulid })
})

/** UUID and ULID from Effect's Clock and Random: as good as the Random that is provided (`CryptoRandom` in `Main`). */
export const layer = Layer.effect(Identifiers, make)
