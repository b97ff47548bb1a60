import * as Schema from "effect/Schema"

/** At least one character that is not white space. */
export const NonBlank = Schema.String.pipe(
  Schema.filter((text) => text.trim().length > 0 || "must not be blank", {
    identifier: "NonBlank",
    description: "at least one character that is not white space",
    jsonSchema: { minLength: 1, pattern: "\\S" }
  })
)

/** RFC 3339 instant in UTC, such as `2026-11-20T20:14:05.120Z`. */
export const Instant = Schema.String.pipe(
  Schema.pattern(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00:00)$/, {
    identifier: "Instant",
    description: "RFC 3339 instant in UTC"
  }),
  Schema.brand("Instant")
)
export type Instant = typeof Instant.Type
