import * as Option from "effect/Option"
import type { TerminalFacts } from "../../services/TerminalFacts.js"
import type { Invocation } from "./Invocation.js"

/** Why nobody is asked anything in this call, whoever sits at the terminal; none where somebody may be (U-04). */
export const silenceOf = (
  { flags, output }: Pick<Invocation, "flags" | "output">,
  { variables }: TerminalFacts["Type"]
): Option.Option<string> => {
  if (flags.noInput) return Option.some("--no-input was given")
  if (output.format !== "text") return Option.some(`an answer in ${output.format} asks nothing`)
  const variable = ["CI", "SPEC_KITTY_NON_INTERACTIVE"].find((name) => variables.has(name))
  return Option.map(Option.fromNullable(variable), (name) => `${name} is set`)
}
