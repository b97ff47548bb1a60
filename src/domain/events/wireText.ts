import * as DateTime from "effect/DateTime"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { isDateTime } from "../contract/stringChecks.js"
import { Instant } from "../text.js"

const year2100 = 4_102_444_800_000

/** An `Instant` whose day and hour exist: the receiver refuses 30 February. */
export const EventInstant = Instant.pipe(
  Schema.filter((text) => isDateTime(text) || "must be an RFC 3339 instant in UTC", {
    identifier: "EventInstant",
    description: "RFC 3339 instant in UTC",
    jsonSchema: { format: "date-time" },
    arbitrary: () => () =>
      FastCheck.integer({ min: 0, max: year2100 }).map((ms) =>
        Instant.make(DateTime.formatIso(DateTime.unsafeMake(ms)))
      )
  })
)

/** At least one character, as the upstream schemas ask for. */
export const filled = (description: string, ...examples: readonly [string, ...Array<string>]) =>
  Schema.NonEmptyString.annotations({ description, examples })

/** Any text, for fields that upstream leaves free. */
export const freeText = (description: string, ...examples: readonly [string, ...Array<string>]) =>
  Schema.String.annotations({ description, examples })

/** A field that may be left out and may be null, as every optional one of the upstream schemas. */
export const optionalOrNull = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optionalWith(Schema.NullOr(schema), { exact: true })

/**
 * A whole number from `minimum` to 2^53 - 1: beyond that a JSON reader may see another number than was written.
 */
export const wholeNumber = (minimum: number, description: string, ...examples: readonly [number, ...Array<number>]) =>
  Schema.Int.pipe(Schema.between(minimum, Number.MAX_SAFE_INTEGER)).annotations({ description, examples })
