import * as Schema from "effect/Schema"
import { ObjectShape, Source } from "./FieldShape.js"

/** A rule between two fields: while `when` holds, `then` must hold too. */
export const FieldRule = Schema.Struct({
  when: Schema.Struct({
    field: Schema.String,
    one_of: Schema.NonEmptyArray(Schema.Union(Schema.String, Schema.Boolean))
  }),
  then: Schema.Union(
    Schema.Struct({
      field: Schema.String,
      /** `present`: there and not null. `non_blank`: a string with more than white space in it. */
      is: Schema.Literal("present", "non_blank")
    }),
    Schema.Struct({ field: Schema.String, one_of: Schema.NonEmptyArray(Schema.String) })
  ),
  /** The sentence a violation carries, as it follows the pointer. */
  says: Schema.String,
  source: Source
})
export type FieldRule = typeof FieldRule.Type

/** What one kind of payload must look like. */
export const ContractContext = Schema.Struct({
  /** What is checked here, for readers. */
  about: Schema.String,
  shape: ObjectShape,
  /** Fields this context refuses beside those of `forbidden.keys`, which no context takes. */
  forbidden: Schema.Array(Schema.String),
  rules: Schema.Array(FieldRule)
})
export type ContractContext = typeof ContractContext.Type

const names = Schema.Record({ key: Schema.String, value: Source })

/**
 * Names that may not leave at all. Looked for in every object at any depth, whatever the letter case; text such as
 * `content_body` is not searched. Each name is listed with its source.
 */
export const ForbiddenNames = Schema.Struct({
  keys: names,
  /** Values of a key `event_type`. */
  event_types: names,
  /** Values of a key `aggregate_type`. */
  aggregate_types: names,
  /** The part before the first `/` of a key `aggregate_id`, where it has one. */
  aggregate_id_heads: names
})
export type ForbiddenNames = typeof ForbiddenNames.Type

/** One upstream repository that the rules come from. */
export const ContractOrigin = Schema.Struct({
  repository: Schema.String,
  commit: Schema.String,
  /** False where the rules reached us through another repository and the source itself was not seen. */
  seen: Schema.Boolean,
  note: Schema.String
})

/**
 * The vendored contract, `contracts/upstream-3.0.0.json`: everything the gate enforces and where each rule comes from
 * (064 FR-013, FR-023). Written by `npm run contract:update`, never by hand.
 */
export class ContractDocument extends Schema.Class<ContractDocument>("spec-kitty/ContractDocument")({
  /** Of this file's own shape. */
  format: Schema.Literal(1),
  contract_version: Schema.Literal("3.0.0"),
  licence: Schema.Literal("MIT"),
  origin: Schema.NonEmptyArray(ContractOrigin),
  /** Objects and arrays inside each other, the payload itself being the first. An addition. */
  max_depth: Schema.Int.pipe(Schema.positive()),
  forbidden: ForbiddenNames,
  contexts: Schema.Record({ key: Schema.String, value: ContractContext }),
  /** SHA-256 of the canonical text of everything above. */
  sha256: Schema.String.pipe(Schema.pattern(/^[0-9a-f]{64}$/))
}) {}
