import type { Diagnostic } from "../../Diagnostic.js"

/**
 * What is wrong now, by what it is about (a mission, the server, …), so that each fault is told once and its end once,
 * however often it is met in between.
 */
export type StandingFaults = ReadonlyMap<string, ReadonlySet<string>>

export const noFaults: StandingFaults = new Map()

export interface Noted {
  readonly standing: StandingFaults
  /** Those that were not there the last time. */
  readonly fresh: ReadonlyArray<Diagnostic>
  /** There was something wrong with this the last time, and now there is nothing. */
  readonly recovered: boolean
}

/** Two diagnostics of the same code about the same thing are one fault, also where the cause is put in other words. */
const faultKey = ({ code, message, target }: Diagnostic): string => JSON.stringify([code, target, message])

const fresh = (known: ReadonlySet<string>, diagnostics: ReadonlyArray<Diagnostic>): ReadonlyArray<Diagnostic> => {
  const byKey = new Map(diagnostics.map((diagnostic) => [faultKey(diagnostic), diagnostic]))
  return [...byKey].filter(([key]) => !known.has(key)).map(([, diagnostic]) => diagnostic)
}

const standingOf = (standing: StandingFaults, about: string): ReadonlySet<string> => standing.get(about) ?? new Set()

/** `diagnostics` is all that is wrong with `about` now. */
export const noteFaults = (
  standing: StandingFaults,
  about: string,
  diagnostics: ReadonlyArray<Diagnostic>
): Noted => {
  const before = standingOf(standing, about)
  const others = [...standing].filter(([it]) => it !== about)
  const own: ReadonlyArray<readonly [string, ReadonlySet<string>]> = diagnostics.length === 0
    ? []
    : [[about, new Set(diagnostics.map(faultKey))]]
  return {
    standing: new Map([...others, ...own]),
    fresh: fresh(before, diagnostics),
    recovered: before.size > 0 && diagnostics.length === 0
  }
}

/** For what is noticed now and then, and of which nobody can say that it is over: told once in all. */
export const noteOnce = (
  standing: StandingFaults,
  about: string,
  diagnostics: ReadonlyArray<Diagnostic>
): Noted => {
  const before = standingOf(standing, about)
  const after = new Set([...before, ...diagnostics.map(faultKey)])
  return { standing: new Map(standing).set(about, after), fresh: fresh(before, diagnostics), recovered: false }
}
