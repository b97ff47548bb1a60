import { isLegacyName } from "../mission/legacyFields.js"
import type { JsonMember, JsonObject } from "./jsonMembers.js"
import { jsonObjects } from "./jsonMembers.js"
import { type MemberChange, memberChanges, type NamedMember, nameNow, type NameNow, nameNowInMeta } from "./memberChanges.js"
import { type Splice, type Spliced, spliced } from "./splices.js"

/** Whether a text can hold a legacy name at all, as it is or with a letter escaped: cheap, and right where it says no. */
export const mayHoldLegacyName = (json: string): boolean => /feature_|mission_key|\\u00[2-7]/.test(json)

const named = (json: string, members: ReadonlyArray<JsonMember>): ReadonlyArray<NamedMember> =>
  members.map(({ key, valueEnd, valueStart }) => {
    const value = json.slice(valueStart, valueEnd)
    return { key, value: value.startsWith("\"") && value.includes("\\") ? JSON.stringify(JSON.parse(value)) : value }
  })

/** Members `first` to `last` with one comma: the one behind them, or in front where they end the object. */
const removed = (members: ReadonlyArray<JsonMember>, first: number, last: number): Omit<Splice, "edits"> | undefined => {
  const [before, from, to, behind] = [members[first - 1], members[first], members[last], members[last + 1]]
  if (from === undefined || to === undefined) return undefined
  if (behind !== undefined) return { start: from.keyStart, end: behind.keyStart, text: "" }
  return { start: before?.valueEnd ?? from.keyStart, end: to.valueEnd, text: "" }
}

/** Neighbours that go are one piece, so that the commas between those that stay are right. */
const drops = (members: ReadonlyArray<JsonMember>, changes: ReadonlyArray<MemberChange>): ReadonlyArray<Splice> => {
  const runs: Array<Array<MemberChange>> = []
  for (const change of changes.filter(({ edit }) => edit === "drop")) {
    const run = runs.at(-1)
    if (run?.at(-1)?.index === change.index - 1) run.push(change)
    else runs.push([change])
  }
  return runs.flatMap((run) => {
    const piece = removed(members, run[0]?.index ?? 0, run.at(-1)?.index ?? 0)
    return piece === undefined ? [] : [{ ...piece, edits: run }]
  })
}

const renames = (members: ReadonlyArray<JsonMember>, changes: ReadonlyArray<MemberChange>): ReadonlyArray<Splice> =>
  changes.flatMap((change) => {
    const member = members[change.index]
    return change.edit === "drop" || member === undefined
      ? []
      : [{ start: member.keyStart, end: member.keyEnd, text: JSON.stringify(change.to), edits: [change] }]
  })

/** What stands between two members of the object, comma included. */
const gapOf = (json: string, members: ReadonlyArray<JsonMember>, last: JsonMember): string => {
  const before = members.at(-2)
  return before === undefined
    ? `,${json.slice(json.lastIndexOf("{", last.keyStart) + 1, last.keyStart)}`
    : json.slice(before.valueEnd, last.keyStart)
}

/** `mission_slug` behind the last member that stays, spaced as the last two are. */
const addSlug = (
  json: string,
  members: ReadonlyArray<JsonMember>,
  gone: ReadonlySet<number>,
  slug: string
): ReadonlyArray<Splice> => {
  const last = members.at(-1)
  const place = members.findLast((_, index) => !gone.has(index))?.valueEnd
  if (last === undefined || place === undefined) return []
  const key = `${gapOf(json, members, last)}"mission_slug"${json.slice(last.keyEnd, last.valueStart)}`
  const edit = { edit: "add", from: null, to: "mission_slug", note: "named as its directory is" } as const
  return [{ start: place, end: place, text: key + JSON.stringify(slug), edits: [edit] }]
}

const changesOf = (json: string, { members }: JsonObject, now: NameNow) => memberChanges(named(json, members), now)

const splicesOf = (json: string, object: JsonObject): ReadonlyArray<Splice> => {
  const changes = changesOf(json, object, nameNow)
  return [...renames(object.members, changes), ...drops(object.members, changes)]
}

/** A JSON text with the names of contract 3.0.0 at every depth; every other character stays. */
export const rewriteJson = (json: string): Spliced =>
  mayHoldLegacyName(json)
    ? spliced(json, jsonObjects(json, isLegacyName).flatMap((object) => splicesOf(json, object)))
    : { text: json, edits: [] }

/** The outermost object of `meta.json`. `mission_slug` is added where names change anyway: nobody refuses one without. */
const splicesOfMeta = (json: string, object: JsonObject, slug: string): ReadonlyArray<Splice> => {
  const { members } = object
  const changes = changesOf(json, object, nameNowInMeta(named(json, members)))
  const gone = new Set(changes.flatMap(({ edit, index }) => edit === "drop" ? [index] : []))
  const isNamed = members.some(({ key }) => nameNow(key) === "mission_slug")
  return [
    ...renames(members, changes),
    ...drops(members, changes),
    ...(changes.length === 0 || isNamed ? [] : addSlug(json, members, gone, slug))
  ]
}

/** `meta.json` with the names of contract 3.0.0; every other character stays. `slug`: the mission's directory. */
export const rewriteMeta = (json: string, slug: string): Spliced =>
  spliced(json, jsonObjects(json, isLegacyName).flatMap((object) =>
    object.isRoot ? splicesOfMeta(json, object, slug) : splicesOf(json, object)
  ))
