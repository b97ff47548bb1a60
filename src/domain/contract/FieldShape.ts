import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"

/**
 * Who says so. `upstream`: exactly the upstream files. `narrowed`: an upstream field with a tighter rule of ours.
 * `addition`: a field or rule that the upstream files don't have.
 */
export const Source = Schema.Literal("upstream", "narrowed", "addition")
export type Source = typeof Source.Type

interface Shaped {
  readonly source: Source
  readonly nullable?: boolean
}

export interface StringShape extends Shaped {
  readonly type: "string"
  readonly equals?: string
  readonly one_of?: NonEmptyReadonlyArray<string>
  readonly not_one_of?: NonEmptyReadonlyArray<string>
  /** UTF-16 units, as JavaScript counts. */
  readonly min_length?: number
  readonly max_length?: number
  /** Also that there are such bytes: half a surrogate pair has none. */
  readonly max_utf8_bytes?: number
  /** ECMAScript regular expression, matched with the `u` flag anywhere in the text unless anchored. */
  readonly pattern?: string
  /** What `pattern` asks for, as it follows "must be": `a 26-character ULID`. */
  readonly pattern_says?: string
  readonly format?: "uuid" | "date-time"
}

export interface IntegerShape extends Shaped {
  readonly type: "integer"
  readonly minimum?: number
  readonly maximum?: number
}

export interface BooleanShape extends Shaped {
  readonly type: "boolean"
}

export interface ArrayShape extends Shaped {
  readonly type: "array"
  readonly items: Shape
  readonly min_items?: number
}

/** An object whose keys are free and whose values share one shape. */
export interface MapShape extends Shaped {
  readonly type: "map"
  readonly values: Shape
}

/** Any JSON value: the contract names the field and nothing else. */
export interface AnyShape extends Shaped {
  readonly type: "any"
}

export interface ObjectShape extends Shaped {
  readonly type: "object"
  readonly required: { readonly [field: string]: Shape }
  readonly optional: { readonly [field: string]: Shape }
  /** What happens to a field that is neither required nor optional. */
  readonly additional: "refused" | "allowed"
}

/** What a value of the contract looks like. */
export type Shape = StringShape | IntegerShape | BooleanShape | ArrayShape | MapShape | AnyShape | ObjectShape

const exact = { exact: true } as const
const shaped = { source: Source, nullable: Schema.optionalWith(Schema.Boolean, exact) }
const length = Schema.optionalWith(Schema.NonNegativeInt, exact)
const words = Schema.optionalWith(Schema.NonEmptyArray(Schema.String), exact)
const text = Schema.optionalWith(Schema.String, exact)
const bound = Schema.optionalWith(Schema.Int, exact)
const nested = Schema.suspend((): Schema.Schema<Shape> => Shape)
const fields = Schema.Record({ key: Schema.String, value: nested })

/** A pattern that doesn't compile refuses the document; it must not throw when the first payload comes. */
const isPattern = (source: string): boolean => Either.isRight(Either.try(() => new RegExp(source, "u")))

const StringShape: Schema.Schema<StringShape> = Schema.Struct({
  type: Schema.Literal("string"),
  ...shaped,
  equals: text,
  one_of: words,
  not_one_of: words,
  min_length: length,
  max_length: length,
  max_utf8_bytes: length,
  pattern: Schema.optionalWith(Schema.String.pipe(Schema.filter(isPattern)), exact),
  pattern_says: text,
  format: Schema.optionalWith(Schema.Literal("uuid", "date-time"), exact)
})

export const ObjectShape: Schema.Schema<ObjectShape> = Schema.Struct({
  type: Schema.Literal("object"),
  ...shaped,
  required: fields,
  optional: fields,
  additional: Schema.Literal("refused", "allowed")
})

export const Shape: Schema.Schema<Shape> = Schema.Union(
  StringShape,
  Schema.Struct({ type: Schema.Literal("integer"), ...shaped, minimum: bound, maximum: bound }),
  Schema.Struct({ type: Schema.Literal("boolean"), ...shaped }),
  Schema.Struct({ type: Schema.Literal("array"), ...shaped, items: nested, min_items: length }),
  Schema.Struct({ type: Schema.Literal("map"), ...shaped, values: nested }),
  Schema.Struct({ type: Schema.Literal("any"), ...shaped }),
  ObjectShape
)
