import { newNames } from "../identity/newNames.js"
import type { ContractViolation } from "./ContractViolations.js"
import { retiredField } from "./forbiddenNames.js"

const lastToken = (pointer: string): string => pointer.slice(pointer.lastIndexOf("/") + 1)

/** What to do about a broken rule, in words that fit whoever wrote the payload. */
export const fixFor = ({ pointer, rule }: Pick<ContractViolation, "pointer" | "rule">): string => {
  if (rule === retiredField) {
    const renamed = newNames[lastToken(pointer).normalize("NFKC").toLowerCase()]
    return renamed === undefined ? "remove it" : `rename it to ${renamed}, or remove it where that is there already`
  }
  if (rule === "is not a field of this contract") return "remove it"
  if (rule === "is required" || rule.startsWith("is required")) return "add it"
  if (rule.startsWith("must be JSON") || rule.startsWith("must not name a key twice")) return "correct the text"
  return "correct its value"
}
