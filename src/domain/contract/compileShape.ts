import * as Record from "effect/Record"
import * as Schema from "effect/Schema"
import type { ArrayShape, IntegerShape, ObjectShape, Shape, StringShape } from "./FieldShape.js"
import { rule } from "./ruleAnnotation.js"
import { stringChecks } from "./stringChecks.js"

/** A Schema that only judges: what the value is typed as is the typed classes' business. */
export type Judge = Schema.Schema<unknown>

const judge = (schema: Schema.Schema.AnyNoContext): Judge => Schema.make<unknown>(schema.ast)

const orNull = (shape: Shape): string => shape.nullable === true ? " or null" : ""

const compileString = (shape: StringShape): Judge => {
  const checks = stringChecks(shape)
  return judge(
    Schema.String.annotations(rule(`must be a string${orNull(shape)}`)).pipe(
      Schema.filter((text) => checks.flatMap((check) => check(text) ?? []))
    )
  )
}

/** Whole numbers up to 2^53: beyond that a JSON reader may read another number than was written. */
const compileInteger = (shape: IntegerShape): Judge => {
  const { maximum = Number.MAX_SAFE_INTEGER, minimum = Number.MIN_SAFE_INTEGER } = shape
  const wanted = rule(`must be a whole number below 2^53${orNull(shape)}`)
  return judge(
    Schema.Number.annotations(wanted).pipe(
      Schema.filter((number) => Number.isSafeInteger(number), wanted),
      Schema.filter((number) => number >= minimum, rule(`must be at least ${minimum}`)),
      Schema.filter((number) => number <= maximum, rule(`must be at most ${maximum}`))
    )
  )
}

const compileArray = (shape: ArrayShape): Judge => {
  const { min_items = 0 } = shape
  return judge(
    Schema.Array(compileShape(shape.items)).annotations(rule(`must be a list${orNull(shape)}`)).pipe(
      Schema.filter((items) => items.length >= min_items, rule(`must have at least ${min_items} items`))
    )
  )
}

const compileObject = (shape: ObjectShape): Judge => {
  const struct = Schema.Struct({
    ...Record.map(shape.required, compileShape),
    ...Record.map(shape.optional, (field) => Schema.optionalWith(compileShape(field), { exact: true }))
  })
  const open = Schema.Struct(struct.fields, Schema.Record({ key: Schema.String, value: Schema.Unknown }))
  return judge((shape.additional === "allowed" ? open : struct).annotations(rule(`must be an object${orNull(shape)}`)))
}

const compileBare = (shape: Shape): Judge => {
  switch (shape.type) {
    case "string":
      return compileString(shape)
    case "integer":
      return compileInteger(shape)
    case "boolean":
      return judge(Schema.Boolean.annotations(rule(`must be true or false${orNull(shape)}`)))
    case "array":
      return compileArray(shape)
    case "map":
      return judge(
        Schema.Record({ key: Schema.String, value: compileShape(shape.values) }).annotations(
          rule(`must be an object${orNull(shape)}`)
        )
      )
    case "any":
      return judge(Schema.Unknown)
    case "object":
      return compileObject(shape)
  }
}

/** One shape of the document as an Effect Schema that refuses with the document's sentences. */
export const compileShape = (shape: Shape): Judge =>
  shape.nullable === true ? judge(Schema.NullOr(compileBare(shape))) : compileBare(shape)
