import type * as Schema from "effect/Schema"

interface Expected {
  readonly artifact_key: string
  readonly path_pattern: string
  readonly isLiteral: boolean
}
interface Groups {
  readonly required_always: ReadonlyArray<Expected>
  readonly required_by_step: { readonly [step: string]: ReadonlyArray<Expected> }
  readonly optional_always: ReadonlyArray<Expected>
}
interface Located {
  readonly expected: Expected
  readonly path: ReadonlyArray<PropertyKey>
}

const locate = (groups: Groups): ReadonlyArray<Located> => {
  const list = (artifacts: ReadonlyArray<Expected>, ...path: ReadonlyArray<PropertyKey>) =>
    artifacts.map((expected, index) => ({ expected, path: [...path, index, "artifact_key"] }))
  return [
    ...list(groups.required_always, "required_always"),
    ...Object.entries(groups.required_by_step).flatMap(([step, list_]) => list(list_, "required_by_step", step)),
    ...list(groups.optional_always, "optional_always")
  ]
}

/**
 * Keys of artifacts are unique because of three rules on the keys of their manifest, and this names what breaks them:
 * - `artifact` and `artifact.…` belong to files that no pattern names;
 * - one key has one pattern (the same entry may be required at several steps);
 * - below the key of a pattern with wildcards, `<key>.…` belongs to the files that it matches.
 */
export const manifestFaults = (groups: Groups): ReadonlyArray<Schema.FilterIssue> => {
  const entries = locate(groups)
  const patternOf = new Map<string, string>()
  for (const { expected } of entries) {
    if (!patternOf.has(expected.artifact_key)) patternOf.set(expected.artifact_key, expected.path_pattern)
  }
  const wildcardKeys = new Set(entries.flatMap(({ expected }) => expected.isLiteral ? [] : [expected.artifact_key]))
  const fault = ({ artifact_key: key, path_pattern: pattern }: Expected): string | null => {
    if (key === "artifact" || key.startsWith("artifact.")) return `"artifact" is kept for files that no pattern names`
    const other = patternOf.get(key)
    if (other !== pattern) return `${key} already stands for ${other}`
    const above = [...wildcardKeys].find((wildcardKey) => key.startsWith(`${wildcardKey}.`))
    return above === undefined ? null : `${above}.… is kept for the files that its pattern matches`
  }
  return entries.flatMap(({ expected, path }) => {
    const message = fault(expected)
    return message === null ? [] : [{ path, message }]
  })
}
