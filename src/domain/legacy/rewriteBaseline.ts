import * as Predicate from "effect/Predicate"
import { jsonObjects } from "./jsonMembers.js"
import { rewriteJson } from "./rewriteJson.js"
import { type Spliced, spliced } from "./splices.js"

/**
 * The text that `baseline_key_hash` is taken of: keys sorted, `", "` and `": "` between, everything outside printable
 * ASCII escaped (042, baseline key). Null where the key is not made of texts alone.
 */
export const baselineKeyText = (key: unknown): string | null => {
  if (!Predicate.isRecord(key)) return null
  const members = Object.entries(key).sort(([left], [right]) => (left < right ? -1 : 1))
  if (!members.every(([, value]) => typeof value === "string")) return null
  const text = members.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(", ")
  return `{${text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}}`
}

const keyHash = (baseline: unknown, sha256: (text: string) => string): string | null => {
  const text = Predicate.isRecord(baseline) ? baselineKeyText(baseline["baseline_key"]) : null
  return text === null ? null : sha256(text)
}

const withHash = (json: string, hash: string): string =>
  spliced(json, jsonObjects(json, () => false).flatMap(({ isRoot, members }) =>
    members.filter(({ key }) => isRoot && key === "baseline_key_hash")
      .map(({ valueEnd: end, valueStart: start }) => ({ start, end, text: JSON.stringify(hash), edits: [] }))
  )).text

/** The note goes with the first edit. */
const noted = ({ edits: [first, ...others], text }: Spliced, note: string): Spliced => ({
  text,
  edits: first === undefined ? [] : [{ ...first, note: first.note === null ? note : `${first.note}; ${note}` }, ...others]
})

/**
 * `parity-baseline.json` with the names of contract 3.0.0; every other character stays. `baseline_key_hash` is computed
 * anew where it was that of the key so far; one that was not stays, since nothing says what it is of.
 */
export const rewriteBaseline = (json: string, sha256: (text: string) => string): Spliced => {
  const rewritten = rewriteJson(json)
  if (rewritten.edits.length === 0) return rewritten
  const before: unknown = JSON.parse(json)
  const after: unknown = JSON.parse(rewritten.text)
  const stored = Predicate.isRecord(before) ? before["baseline_key_hash"] : undefined
  const [hashBefore, hashAfter] = [keyHash(before, sha256), keyHash(after, sha256)]
  if (stored === undefined || stored === hashAfter || hashBefore === hashAfter) return rewritten
  return hashAfter !== null && stored === hashBefore
    ? noted({ ...rewritten, text: withHash(rewritten.text, hashAfter) }, "baseline_key_hash is computed anew")
    : noted(rewritten, "baseline_key_hash was not that of the key and stays")
}
