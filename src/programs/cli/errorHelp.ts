import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import { ErrorPages } from "../../services/ErrorPages.js"
import type { HelpText } from "./envelope.js"
import { errorPageText } from "./render/errorPage.js"
import { suggest } from "./suggest.js"
import { UsageError } from "./UsageError.js"

/** `QUEUE-05`, in any letter case: no command and no other topic looks like it. */
export const isErrorCode = (word: string): boolean => /^[a-z]+-\d+$/i.test(word)

const familyOf = (code: string): string => code.replace(/\d+$/, "")

const unknownCode = (code: string, codes: ReadonlyArray<string>): UsageError => {
  const siblings = codes.filter((known) => familyOf(known) === familyOf(code))
  const families = [...new Set(codes.map((known) => familyOf(known).slice(0, -1)))]
  const meant = suggest(code, codes)
  return new UsageError({
    problem: `There is no error ${code}.`,
    why: siblings.length > 0 ? `those that begin so are ${siblings.join(", ")}` : `codes begin with ${families.join(", ")}`,
    next: meant === undefined ? "spec-kitty help" : `did you mean: spec-kitty help ${meant}`,
    target: code
  })
}

/** `help CODE`: the page of an error, with cause, effect and what to do (U-45). */
export const errorHelp = Effect.fn("errorHelp")(function*(asked: string) {
  const { codes, read } = yield* ErrorPages
  const code = asked.toUpperCase()
  if (!codes.includes(code)) return yield* unknownCode(code, codes)
  const text = errorPageText(yield* read(code))
  const outcome: Outcome<typeof HelpText.Type> = { data: { topic: code, text }, diagnostics: [], exitCode: 0, next: [] }
  return outcome
})
