import * as Array from "effect/Array"
import type * as ParseResult from "effect/ParseResult"
import * as AST from "effect/SchemaAST"
import { ContractViolation } from "./ContractViolations.js"
import { sentenceOf } from "./ruleAnnotation.js"

type Path = ReadonlyArray<PropertyKey>

const escapeToken = (key: PropertyKey): string => String(key).replaceAll("~", "~0").replaceAll("/", "~1")

/** RFC 6901: `["a", "b/c", 0]` is `/a/b~1c/0`; the empty path is the payload itself. */
export const pointerOf = (path: Path): string => path.map((key) => `/${escapeToken(key)}`).join("")

const list = (issues: ParseResult.SingleOrNonEmpty<ParseResult.ParseIssue>): ReadonlyArray<ParseResult.ParseIssue> =>
  Array.ensure(issues)

const isNullMember = (issue: ParseResult.ParseIssue): boolean =>
  issue._tag === "Type" && AST.isLiteral(issue.ast) && issue.ast.literal === null

/**
 * The sentences of one parse issue. Effect's own formatters quote the value they refuse; here only paths and rules are
 * read, so nothing of a refused payload comes along.
 */
const walk = (issue: ParseResult.ParseIssue, path: Path): ReadonlyArray<ContractViolation> => {
  const broken = (rule: string) => [new ContractViolation({ pointer: pointerOf(path), rule })]
  switch (issue._tag) {
    case "Pointer":
      return walk(issue.issue, [...path, ...Array.ensure(issue.path)])
    case "Missing":
      return broken("is required")
    case "Unexpected":
      return broken("is not a field of this contract")
    case "Composite": {
      if (!AST.isUnion(issue.ast)) return list(issue.issues).flatMap((inner) => walk(inner, path))
      // Of "X or null" only what X asks for is news; of any other union, the sentence of the whole.
      const members = list(issue.issues).filter((inner) => !isNullMember(inner))
      return members.length === 1 ? members.flatMap((inner) => walk(inner, path)) : broken(sentenceOf(issue.ast))
    }
    case "Refinement":
      return issue.issue._tag === "Type" && issue.kind === "Predicate" && issue.issue.message === undefined
        ? broken(sentenceOf(issue.ast))
        : walk(issue.issue, path)
    case "Transformation":
      return walk(issue.issue, path)
    case "Type":
      return broken(issue.message ?? sentenceOf(issue.ast))
    case "Forbidden":
      return broken(sentenceOf(issue.ast))
  }
}

/** All violations of a refused payload, each once, in the order of the payload's fields. */
export const violationsOf = (issue: ParseResult.ParseIssue): ReadonlyArray<ContractViolation> => distinct(walk(issue, []))

/** Each pair of pointer and rule once. */
export const distinct = (violations: ReadonlyArray<ContractViolation>): ReadonlyArray<ContractViolation> =>
  Array.dedupeWith(violations, (a, b) => a.pointer === b.pointer && a.rule === b.rule)
