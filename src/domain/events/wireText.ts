import * as DateTime from "effect/DateTime"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { isDateTime } from "../contract/stringChecks.js"
import { Instant } from "../text.js"

const year2100 = 4_102_444_800_000
const isInstant = Schema.is(Instant)

/** For readers that don't know `format`: all but the number of days in a month. */
const instantPattern =
  "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?(Z|\\+00:00)$"

/** An `Instant` whose day and hour exist: the receiver refuses 30 February. */
export const EventInstant = Schema.String.pipe(
  Schema.filter((text) => (isInstant(text) && isDateTime(text)) || "must be an RFC 3339 instant in UTC", {
    identifier: "EventInstant",
    description: "RFC 3339 instant in UTC",
    // The second look is for Python, where `$` also matches before a line feed that ends the text.
    jsonSchema: { format: "date-time", pattern: instantPattern, not: { pattern: "\\n" } },
    arbitrary: () => () =>
      FastCheck.integer({ min: 0, max: year2100 }).map((ms) => DateTime.formatIso(DateTime.unsafeMake(ms)))
  }),
  Schema.brand("Instant")
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
