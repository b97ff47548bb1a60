import type { ContractContext } from "./ContractDocument.js"
import type { ContractField, DescribedContext } from "./ContractReports.js"
import type { Shape } from "./FieldShape.js"
import { shapeWords } from "./shapeWords.js"
import { pointerOf } from "./violationsOf.js"

type Path = ReadonlyArray<string>

const fieldsBelow = (shape: Shape, path: Path): ReadonlyArray<ContractField> => {
  if (shape.type === "array") return fieldsBelow(shape.items, [...path, "*"])
  if (shape.type !== "object") return []
  const field = (required: boolean) => ([name, inner]: readonly [string, Shape]): ReadonlyArray<ContractField> => {
    const at = [...path, name]
    return [{ pointer: pointerOf(at), required, value: shapeWords(inner), source: inner.source }, ...fieldsBelow(inner, at)]
  }
  return [
    ...Object.entries(shape.required).flatMap(field(true)),
    ...Object.entries(shape.optional).flatMap(field(false))
  ]
}

/** A context of the contract as a list of fields, the inner ones behind those they are in. */
export const describeContext = (name: string, context: ContractContext): DescribedContext => ({
  name,
  about: context.about,
  closed: context.shape.additional === "refused",
  fields: fieldsBelow(context.shape, []),
  rules: context.rules,
  forbidden: context.forbidden
})
