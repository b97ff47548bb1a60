import * as FastCheck from "effect/FastCheck"

/** A JSON text as it is written: keys said twice, escapes and white space included. */
export type Written =
  | { readonly tag: "scalar"; readonly text: string }
  | { readonly tag: "list"; readonly items: ReadonlyArray<Written>; readonly space: string }
  | { readonly tag: "object"; readonly members: ReadonlyArray<readonly [keyText: string, value: Written]>; readonly space: string }

const space = FastCheck.constantFrom("", " ", "\n  ", "\r\n\t", " \n")
const escapeSome = (key: string): string => JSON.stringify(key).replace("f", "\\u0066").replace("_", "\\u005f")

const legacyKeys = ["feature_slug", "feature_number", "feature_type", "mission_key"]
const canonicalKeys = ["mission_slug", "mission_number", "mission_type", "mission", "target_branch"]
const keyText = FastCheck.oneof(
  FastCheck.constantFrom(...legacyKeys, ...canonicalKeys).map((key) => JSON.stringify(key)),
  FastCheck.constantFrom(...legacyKeys, ...canonicalKeys).map(escapeSome),
  FastCheck.string().map((key) => JSON.stringify(key)),
  FastCheck.constantFrom("\"__proto__\"", "\"constructor\"", "\"feature_slugs\"", "\"\"")
)
const scalar = FastCheck.oneof(
  FastCheck.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
  FastCheck.constantFrom(
    "null", "true", "123456789012345678901234567890", "-0", "1.50E+3", "\"a \\u2014 \\/ dash\"", "\"{\\\"feature_slug\\\": [1]}\"",
    "\"\\\\\"", "\"071\"", "\"\""
  )
).map((text): Written => ({ tag: "scalar", text }))

/** Texts that may hold old names at every depth. */
export const written: FastCheck.Arbitrary<Written> = FastCheck.letrec<{ any: Written }>((tie) => ({
  any: FastCheck.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    FastCheck.record({ items: FastCheck.array(tie("any"), { maxLength: 3 }), space }).map((it): Written => ({ tag: "list", ...it })),
    FastCheck.record({ members: FastCheck.array(FastCheck.tuple(keyText, tie("any")), { maxLength: 6 }), space })
      .map((it): Written => ({ tag: "object", ...it }))
  )
})).any

export const writtenObject = FastCheck.record({ members: FastCheck.array(FastCheck.tuple(keyText, written), { maxLength: 7 }), space })
  .map((it): Written => ({ tag: "object", ...it }))

export const textOf = (node: Written): string => {
  switch (node.tag) {
    case "scalar":
      return node.text
    case "list":
      return `[${node.space}${node.items.map(textOf).join(`${node.space},`)}${node.space}]`
    case "object":
      return `{${node.space}${
        node.members.map(([key, value]) => `${key}${node.space}:${node.space}${textOf(value)}`).join(`,${node.space}`)
      }${node.space}}`
  }
}

/** Every key of a JSON text, also those that `JSON.parse` hides because they are said twice. */
export const keysWritten = (json: string): ReadonlyArray<string> =>
  [...json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)].flatMap(([, text, isKey]) => isKey === undefined ? [] : [String(JSON.parse(text ?? ""))])

const replaces: Readonly<Record<string, ReadonlyArray<string>>> = {
  mission_slug: ["feature_slug"],
  mission_number: ["feature_number"],
  mission_type: ["feature_type", "mission_key"]
}

/** Of these keys, in the order in which they come first, the one whose value counts: null says nothing. */
const chosen = (object: ReadonlyMap<string, Written>, canonical: string, legacy: ReadonlyArray<string>): string | undefined => {
  const there = [canonical, ...[...object.keys()].filter((key) => legacy.includes(key))].filter((key) => object.has(key))
  return there.find((key) => { const value = object.get(key); return value?.tag !== "scalar" || value.text !== "null" }) ?? there[0]
}

/** What the text is to say afterwards, found in its values alone. `extra`: further old names of the outermost object. */
export const expectedOf = (node: Written, extra: ReadonlyArray<string> = []): unknown => {
  if (node.tag === "scalar") return JSON.parse(node.text)
  if (node.tag === "list") return node.items.map((item) => expectedOf(item))
  const object = new Map(node.members.map(([key, value]) => [String(JSON.parse(key)), value]))
  const result: Array<readonly [string, unknown]> = []
  for (const [key, value] of object) {
    const isOfOurs = Object.entries(replaces).some(([name, old]) => key === name || old.includes(key)) || extra.includes(key)
    if (!isOfOurs) result.push([key, expectedOf(value)])
  }
  for (const [canonical, old] of Object.entries(replaces)) {
    const key = chosen(object, canonical, canonical === "mission_type" ? [...old, ...extra] : old)
    const value = key === undefined ? undefined : object.get(key)
    if (value !== undefined) result.push([canonical, expectedOf(value)])
  }
  return Object.fromEntries(result)
}
