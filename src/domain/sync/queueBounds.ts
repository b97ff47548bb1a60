import * as Option from "effect/Option"
import { QueueFull } from "./queueErrors.js"

/** What a queue holds, quarantined items included: they take their place too. */
export interface QueueSize {
  readonly events: number
  readonly bodies: number
  /** UTF-8 bytes of the bodies' contents, equal contents once. */
  readonly bytes: number
}

export interface QueueLimits {
  /** Most bodies, and most events. */
  readonly maxItems: number
  readonly maxBytes: number
}

/** The limit that a change would break. A change that does not grow a thing breaks no limit of it. */
export const brokenLimit = (before: QueueSize, after: QueueSize, limits: QueueLimits): Option.Option<QueueFull> => {
  const checks = [
    { limit: "bodies", queued: before.bodies, wanted: after.bodies, capacity: limits.maxItems },
    { limit: "events", queued: before.events, wanted: after.events, capacity: limits.maxItems },
    { limit: "bytes", queued: before.bytes, wanted: after.bytes, capacity: limits.maxBytes }
  ] as const
  return Option.fromNullable(checks.find(({ capacity, queued, wanted }) => wanted > queued && wanted > capacity)).pipe(
    Option.map(({ capacity, limit, queued, wanted }) =>
      new QueueFull({ limit, queued, adding: wanted - queued, capacity }))
  )
}

/** The longest start of `items` within a count and a sum of bytes; one larger item at the front is given alone. */
export const takeWithin = <A extends { readonly wireBytes: number }>(
  items: ReadonlyArray<A>,
  limit: number,
  maxBytes: number
): ReadonlyArray<A> => {
  let [count, bytes] = [0, 0]
  for (const { wireBytes } of items) {
    if (count >= limit || (count > 0 && bytes + wireBytes > maxBytes)) break
    count++
    bytes += wireBytes
  }
  return items.slice(0, count)
}
