import * as fs from "node:fs"
import * as path from "node:path"
import type { UpgradePlan } from "../../../src/domain/upgrade/UpgradePlan.js"
import { filesWithLegacyNames, legacyField } from "../../../src/domain/mission/legacyFields.js"
import type { LegacyFile } from "../../fixtures/legacy/legacyFile.js"
import type { LegacyProject } from "../../fixtures/legacy/legacyProject.js"

type Change = UpgradePlan["files"][number]

const textOf = (content: Uint8Array): string => new TextDecoder().decode(content).replace(/^\uFEFF/, "")

/** Values of a file, one for each line of a log; a line that is no JSON has itself for a value. */
const valuesOf = (kind: LegacyFile["kind"], text: string): ReadonlyArray<unknown> => {
  const parsed = (json: string): unknown => {
    try {
      return JSON.parse(json)
    } catch {
      return json
    }
  }
  return kind === "event_log" ? text.split("\n").map(parsed) : [parsed(text)]
}

/** Every place of a value with its leaf, but those that lead through one of the names. */
const leaves = (value: unknown, names: ReadonlySet<string>, at = ""): ReadonlyArray<string> =>
  typeof value !== "object" || value === null
    ? [`${at}=${JSON.stringify(value)}`]
    : Object.entries(value).flatMap(([key, item]) => names.has(key) ? [] : leaves(item, names, `${at}/${key}`))

/** A text without these names: where names are all that changes, all else stays, white space included. */
const besides = (content: Uint8Array, names: ReadonlySet<string>): string =>
  [...names].reduce((text, name) => text.replaceAll(`"${name}"`, ""), new TextDecoder("utf-8", { ignoreBOM: true }).decode(content).replaceAll("\\u005f", "_"))

/** What differs from the change that the plan names: nothing where just that was made. */
export const unnamedChanges = (change: Change, kind: LegacyFile["kind"], before: Uint8Array, after: Uint8Array): ReadonlyArray<string> => {
  const names = new Set(change.edits.flatMap(({ from, to }) => [from, to].filter((name) => name !== null)))
  const [old, now] = [before, after].map((content) => valuesOf(kind, textOf(content)).map((value) => leaves(value, names)))
  const values = JSON.stringify(old) === JSON.stringify(now) ? [] : [`${change.path}: ${JSON.stringify(old)} became ${JSON.stringify(now)}`]
  const onlyNames = change.edits.every(({ edit }) => edit === "rename")
  return onlyNames && besides(before, names) !== besides(after, names) ? [...values, `${change.path}: more than names changed`] : values
}

const isLive = (name: string): name is (typeof filesWithLegacyNames)[number] => filesWithLegacyNames.some((file) => file === name)

/** Fields that live commands would still refuse, in files that the plan did not leave alone. */
export const stillRefused = ({ files }: LegacyProject, plan: UpgradePlan, root: string): ReadonlyArray<string> => {
  const left = new Set(plan.left_alone.map(({ path: file }) => file))
  return files.filter((file) => file.kind === "event_log" || !left.has(file.path)).flatMap(({ content, kind, path: file }) => {
    const name = path.basename(file)
    if (!isLive(name)) return []
    if ("symlink" in content) return []
    const text = textOf(fs.readFileSync(path.join(root, file)))
    return valuesOf(kind, text).flatMap((value) => {
      const field = legacyField(name, value)
      return field === null ? [] : [`${file}: ${field}`]
    })
  })
}
