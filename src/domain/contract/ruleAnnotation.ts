import * as AST from "effect/SchemaAST"
import * as Option from "effect/Option"

/** Under it a Schema carries the sentence that a violation gives: `must be a string`. It never names a value. */
export const RuleAnnotationId = Symbol.for("spec-kitty/Rule")

/** Annotations for a Schema whose failure reads `sentence`. */
export const rule = (sentence: string): { readonly [RuleAnnotationId]: string } => ({ [RuleAnnotationId]: sentence })

/** The sentence for a failed Schema: its own rule, else its description. */
export const sentenceOf = (ast: AST.AST): string => {
  const own = AST.getAnnotation<unknown>(ast, RuleAnnotationId).pipe(Option.getOrNull)
  if (typeof own === "string") return own
  return AST.getDescriptionAnnotation(ast).pipe(
    Option.match({ onNone: () => "does not have the shape the contract asks for", onSome: (text) => `must be ${text}` })
  )
}
