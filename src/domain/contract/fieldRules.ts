import type { FieldRule } from "./ContractDocument.js"

/** A payload's fields, whatever they hold. */
export type Fields = { readonly [field: string]: unknown }

/** Whether the payload keeps a rule between two of its fields. */
export const keepsRule = (rule: FieldRule, payload: Fields): boolean => {
  const when = payload[rule.when.field]
  if (!rule.when.one_of.some((value) => value === when)) return true
  const then = payload[rule.then.field]
  if ("one_of" in rule.then) return rule.then.one_of.some((value) => value === then)
  return rule.then.is === "present"
    ? then !== undefined && then !== null
    : typeof then === "string" && then.trim() !== ""
}
