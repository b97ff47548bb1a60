import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as crypto from "node:crypto"

/** Above this `crypto.randomInt` refuses. */
const widest = 2 ** 48 - 1

/** In `[min, max)`, like `Random.nextIntBetween`; `min` where the range is empty. */
const intBetween = (min: number, max: number): number => {
  const span = max - min
  if (span <= 1) return min
  return span <= widest ? min + crypto.randomInt(span) : min + Math.floor(fraction() * span)
}

/** In `[0, 1)`, with 48 bits. */
const fraction = (): number => crypto.randomInt(widest) / widest

/** Fisher and Yates. */
const shuffled = <A>(elements: Iterable<A>): Chunk.Chunk<A> => {
  const rest = [...elements]
  const drawn: Array<A> = []
  while (rest.length > 0) drawn.push(...rest.splice(intBetween(0, rest.length), 1))
  return Chunk.unsafeFromArray(drawn)
}

/**
 * Effect's `Random`, drawn from the operating system. Effect's own has a seed of 32 bits: two machines in some tens of
 * thousands would make the same build id.
 */
export const cryptoRandom: Random.Random = {
  [Random.RandomTypeId]: Random.RandomTypeId,
  next: Effect.sync(fraction),
  nextBoolean: Effect.sync(() => crypto.randomInt(2) === 1),
  nextInt: Effect.sync(() => intBetween(0, Number.MAX_SAFE_INTEGER)),
  nextRange: (min, max) => Effect.sync(() => min + fraction() * (max - min)),
  nextIntBetween: (min, max) => Effect.sync(() => intBetween(min, max)),
  shuffle: (elements) => Effect.sync(() => shuffled(elements))
}

/** Sets the randomness of everything that is provided with it. */
export const layer = Layer.setRandom(cryptoRandom)
