import type { MissionMeta } from "./MissionMeta.js"

/** More digits are no mission's number but a moment or an id, and counting on from one would never end. */
const maxDigits = 9

/** `047-name` → 47; null for a name without a number in front. */
export const numberInName = (name: string): number | null => {
  const digits = /^(\d+)(?:-|$)/.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** `invoice-export` of `071-invoice-export`; the whole of a name without a number in front. */
export const nameBehindNumber = (name: string): string => name.replace(/^\d+-/, "")

const numberInMeta = ({ mission_number }: Pick<MissionMeta, "mission_number">): number | null =>
  typeof mission_number === "number" || (typeof mission_number === "string" && /^\d+$/.test(mission_number))
    ? Number(mission_number)
    : null

/** A directory below `kitty-specs/`, as far as numbering needs it. */
export interface NumberedDirectory {
  readonly name: string
  /** Null where meta.json is absent or can't be read. */
  readonly meta: Pick<MissionMeta, "mission_number"> | null
}

const numbersOf = ({ meta, name }: NumberedDirectory): ReadonlyArray<number> =>
  [numberInName(name), meta === null ? null : numberInMeta(meta)]
    .filter((number) => number !== null)
    .filter((number) => Number.isInteger(number) && number > 0 && number < 10 ** maxDigits)

/** One above every number that a directory's name or a meta.json holds; 1 where there is none. */
export const nextMissionNumber = (directories: ReadonlyArray<NumberedDirectory>): number =>
  directories.flatMap(numbersOf).reduce((highest, number) => Math.max(highest, number), 0) + 1

/** `007-invoice-export`: three digits, more where the number has more. */
export const numberedName = (number: number, slug: string): string => `${String(number).padStart(3, "0")}-${slug}`
