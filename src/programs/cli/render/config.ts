import type { Outcome } from "../../../domain/Diagnostic.js"
import { placeSuffix } from "../../../domain/Place.js"
import { type SettingEntry, type SettingOrigin, SettingsReport, type ShownValue } from "../../../domain/SettingsReport.js"
import { makeView } from "../View.js"
import { alignColumns } from "./columns.js"
import type { Style } from "./Style.js"

const value = (it: ShownValue, { foreign }: Style): string => it === null ? "not set" : foreign(String(it))

const origin = (it: SettingOrigin, { foreign }: Style): string =>
  it.kind === "built_in" ? "built in" : `${foreign(it.name)}${placeSuffix(it)}`

const overridden = ({ overrides }: SettingEntry, style: Style): string =>
  overrides.length === 0
    ? ""
    : `instead of ${overrides.map((it) => `${value(it.value, style)} (${origin(it.origin, style)})`).join(", ")}`

const row = (entry: SettingEntry, showOrigin: boolean, style: Style): ReadonlyArray<string> => {
  const known = [`  ${entry.name}`, entry.problem === null ? value(entry.value, style) : style.bad(value(entry.value, style))]
  const remark = entry.problem === null ? entry.note ?? "" : style.bad(entry.problem)
  return showOrigin
    ? [...known, origin(entry.origin, style), [overridden(entry, style), remark].filter((part) => part !== "").join("; ")]
    : [...known, entry.problem === null ? "" : remark]
}

const files = ({ files: all }: SettingsReport, { foreign }: Style): ReadonlyArray<string> => [
  "",
  "Files, what wins first:",
  ...all.map(({ file, present, used }) => `  ${foreign(file)}${used ? "" : present ? "  (not read: the one before is)" : "  (not there)"}`)
]

const text = (showOrigin: boolean) => ({ data }: Outcome<SettingsReport>, style: Style): string =>
  [
    ...alignColumns(data.settings.map((entry) => row(entry, showOrigin, style))).map((line) => line.trimEnd()),
    ...(showOrigin ? files(data, style) : [])
  ].join("\n")

/** `config list`; the origins are in the JSON always. */
export const configListView = (showOrigin: boolean) =>
  makeView({
    schema: "config-list@1",
    data: SettingsReport,
    text: text(showOrigin),
    tells: ({ code }) => code === "CONFIG-01"
  })
