import * as Predicate from "effect/Predicate"
import { changeAt } from "../../fixtures/contract/mutations.js"
import type { Dice } from "./Dice.js"
import { oddKeys, oddTexts, oddValues } from "./oddities.js"

type Place = ReadonlyArray<string | number>

const inner = (value: unknown): ReadonlyArray<readonly [string | number, unknown]> =>
  Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Predicate.isRecord(value)
    ? Object.entries(value)
    : []

/** A place in the value, the value itself now and then. */
const somewhere = (value: unknown, dice: Dice, path: Place = []): readonly [Place, unknown] => {
  const members = inner(value)
  if (members.length === 0 || (path.length > 0 && dice.falls(0.4))) return [path, value]
  if (path.length === 0 && dice.falls(0.02)) return [path, value]
  const [key, item] = dice.pick(members)
  return somewhere(item, dice, [...path, key])
}

const odd = (dice: Dice): unknown => dice.falls(0.6) ? dice.pick(oddTexts) : dice.pick(oddValues)

const wrapped = (value: unknown, times: number, dice: Dice): unknown => {
  let deep = value
  for (let level = 0; level < times; level++) deep = dice.falls(0.5) ? [deep] : { deep }
  return deep
}

const otherText = (text: string, dice: Dice): string => {
  const at = dice.below(text.length + 1)
  switch (dice.below(8)) {
    case 0:
      return text.toUpperCase()
    case 1:
      return text.toLowerCase()
    case 2:
      return `${text}\n`
    case 3:
      return text.slice(0, at) + text.slice(at + 1)
    case 4:
      return `${text.slice(0, at)}${dice.pick([" ", "x", "0", "/", "..", "\u0000", "\ud83d", "٣", "é"])}${text.slice(at)}`
    case 5:
      return ` ${text} `
    case 6:
      return text + text
    default:
      return text.normalize("NFKD").replaceAll("-", "‐")
  }
}

const otherNumber = (number: number, dice: Dice): number => dice.pick([-number, number + 1, number - 1, number + 0.5, number * 1e15, 2 ** 53])

const withoutOne = (value: object, dice: Dice): unknown => {
  if (Array.isArray(value)) return value.toSpliced(dice.below(value.length), 1)
  const gone = dice.pick(Object.keys(value))
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== gone))
}

/** A member more. Spreading and defining keep `__proto__` a member like any other. */
const withOne = (value: object, dice: Dice): unknown =>
  Array.isArray(value)
    ? [...value, dice.falls(0.5) && value.length > 0 ? value[0] : odd(dice)]
    : Object.fromEntries([...Object.entries(value), [dice.pick(oddKeys), odd(dice)]])

const renamed = (value: object, dice: Dice): unknown => {
  const old = dice.pick(Object.keys(value))
  const name = dice.falls(0.5) ? otherText(old, dice) : dice.pick(oddKeys)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key === old ? name : key, item]))
}

const changed = (value: unknown, dice: Dice): unknown => {
  const filled = typeof value === "object" && value !== null && Object.keys(value).length > 0
  const throws = dice.below(100)
  if (throws < 3) return wrapped(value, dice.pick([1, 2, 55, 58, 59, 60, 61, 62, 63, 64, 70]), dice)
  if (filled && throws < 30) return withoutOne(value, dice)
  if (filled && throws < 40 && !Array.isArray(value)) return renamed(value, dice)
  if (filled && throws < 80) return withOne(value, dice)
  if (typeof value === "string" && throws < 50) return otherText(value, dice)
  if (typeof value === "number" && throws < 50) return otherNumber(value, dice)
  return odd(dice)
}

/** The value with something changed somewhere, `times` times. */
export const mutate = (value: unknown, times: number, dice: Dice): unknown => {
  let now = value
  for (let done = 0; done < times; done++) {
    const [place, item] = somewhere(now, dice)
    const other = changed(item, dice)
    now = changeAt(now, place, () => other)
  }
  return now
}

/** The value with each odd text and value in each of its own fields, one at a time. */
export const sweep = (value: { readonly [field: string]: unknown }): ReadonlyArray<unknown> =>
  Object.keys(value).flatMap((field) => [...oddTexts, ...oddValues].map((content) => ({ ...value, [field]: content })))

/** The JSON text with one member of some object written once more, where there is one. */
export const withTwin = (json: string, dice: Dice): string => {
  const members = [...json.matchAll(/[{,]("[^"\\]*":(?:"[^"\\]*"|-?\d+|null|true|false))(?=[,}])/g)]
  if (members.length === 0) return json
  const { 0: text, 1: member = "", index } = dice.pick(members)
  return `${json.slice(0, index + text.length)},${member}${json.slice(index + text.length)}`
}
