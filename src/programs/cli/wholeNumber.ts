import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"

/** A flag whose value is a whole number within bounds, both included. */
export const wholeNumber = (name: string, min: number, max: number): Options.Options<number> =>
  Options.text(name).pipe(
    Options.filterMap(
      (text) => Option.filter(Option.some(Number(text)), (n) => /^\d{1,9}$/.test(text) && n >= min && n <= max),
      `--${name} must be a whole number from ${min} to ${max}`
    )
  )
