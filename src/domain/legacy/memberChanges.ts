import { newNames } from "../identity/newNames.js"
import { isLegacyName } from "../mission/legacyFields.js"

/** A member of an object, as far as its name is decided by it. */
export interface NamedMember {
  readonly key: string
  /** Its value as JSON text, the escapes of a text resolved; `null` says nothing. */
  readonly value: string
}

/** What becomes of the member at `index`. Those without a change stay as they are. */
export interface MemberChange {
  readonly edit: "rename" | "drop"
  readonly index: number
  readonly from: string
  readonly to: string
  /** For one that is dropped: its value, where it differs from the one that stays. */
  readonly note: string | null
}

/** The name of contract 3.0.0 that a key has, or is to have. */
export type NameNow = (key: string) => string

/** The names of any file but the top level of `meta.json`. */
export const nameNow: NameNow = (key) => isLegacyName(key) ? newNames[key] ?? key : key

/**
 * The names at the top level of `meta.json`: there `mission` as a text is the type as well. Beside a `mission_type` it is
 * so only in a file that has another name from before: else it may be a key of the user's own, and nobody refuses it.
 */
export const nameNowInMeta = (members: ReadonlyArray<NamedMember>): NameNow => {
  const isText = members.findLast(({ key }) => key === "mission")?.value.startsWith("\"") === true
  const isFree = !members.some(({ key }) => key === "mission_type")
  const isType = isText && (isFree || members.some(({ key }) => isLegacyName(key)))
  return (key) => isType && key === "mission" ? "mission_type" : nameNow(key)
}

const shown = (value: string): string => value.length <= 80 ? value : `${value.slice(0, 79)}…`

type Rival = NamedMember & { readonly index: number }

/** A value under its canonical name wins, then one under a legacy name; null loses to either. */
const rank = ({ key, value }: Rival, to: string): number => (value === "null" ? 2 : 0) + (key === to ? 0 : 1)

/** Of the members that share the name `to`, the one that keeps it. Of a key that is said twice the last one counts. */
const winnerOf = (rivals: ReadonlyArray<Rival>, to: string): Rival | undefined =>
  [...new Map(rivals.map((rival) => [rival.key, rival])).values()]
    .reduce((best, rival) => rank(rival, to) < rank(best, to) ? rival : best)

const gaveWay = (value: string, winner: string): string | null =>
  value === winner ? null : `${shown(value)} gave way to ${shown(winner)}`

const changesTo = (to: string, rivals: ReadonlyArray<Rival>): ReadonlyArray<MemberChange> => {
  const winner = winnerOf(rivals, to)
  return rivals.flatMap((rival): ReadonlyArray<MemberChange> => {
    const { index, key: from, value } = rival
    if (winner === undefined || (from === to && winner.key === to)) return []
    if (rival === winner) return [{ edit: "rename", index, from, to, note: null }]
    return [{ edit: "drop", index, from, to, note: gaveWay(value, winner.value) }]
  })
}

/** How the members of one object get the names of contract 3.0.0, by index. None has a legacy name afterwards. */
export const memberChanges = (members: ReadonlyArray<NamedMember>, now: NameNow): ReadonlyArray<MemberChange> => {
  const rivals = new Map<string, Array<Rival>>()
  for (const { key } of members) {
    const to = now(key)
    if (to !== key) rivals.set(to, [])
  }
  members.forEach(({ key, value }, index) => rivals.get(now(key))?.push({ key, value, index }))
  return [...rivals].flatMap(([to, some]) => changesTo(to, some)).sort((left, right) => left.index - right.index)
}
