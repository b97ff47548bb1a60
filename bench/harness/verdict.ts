import type { CaseResult } from "./Bench.js"

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export interface Verdict {
  readonly result: CaseResult
  readonly ours: Spread
  readonly reference: Spread
  readonly ratio: number
  readonly reached: boolean
}

const spread = (values: ReadonlyArray<number>): Spread => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const middle = sorted.length / 2
  return {
    median: Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle)),
    min: at(0),
    max: at(sorted.length - 1)
  }
}

/** Nothing measured is nothing reached. */
export const verdictOf = (result: CaseResult): Verdict => {
  const { measured: { limits, oursMs, referenceMs }, reach } = result
  const times = spread(oursMs.map((ours, round) => ours / (referenceMs[round] ?? Number.NaN))).median
  const ratio = "max" in reach ? times : 1 / times
  const withinReach = "max" in reach ? ratio <= reach.max : ratio >= reach.min
  return {
    result,
    ours: spread(oursMs),
    reference: spread(referenceMs),
    ratio,
    reached: withinReach && limits.every(({ max, value }) => value <= max)
  }
}
