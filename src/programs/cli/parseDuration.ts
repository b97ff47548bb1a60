import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

const millisOf: ReadonlyMap<string, number> = new Map([["ms", 1], ["s", 1_000], ["m", 60_000], ["h", 3_600_000]])

/** A whole number and its unit: `500ms`, `30s`, `2m`, `1h`. At most 24 h. A number without a unit is not guessed. */
export const parseDuration = (text: string): Option.Option<Duration.Duration> => {
  const [, digits, unit] = /^(\d{1,8})(ms|s|m|h)$/.exec(text) ?? []
  if (digits === undefined || unit === undefined) return Option.none()
  return Option.fromNullable(millisOf.get(unit)).pipe(
    Option.map((factor) => Number(digits) * factor),
    Option.filter((millis) => millis <= 86_400_000),
    Option.map(Duration.millis)
  )
}

/** Ends the sentence "it must be …". */
export const durationForm = "a duration such as 500ms, 30s, 2m or 1h"
