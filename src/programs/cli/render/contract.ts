import {
  ContractCheck, type ContractField, ContractShow, ContractVerification, type DescribedContext
} from "../../../domain/contract/ContractReports.js"
import type { Outcome } from "../../../domain/Diagnostic.js"
import { makeView } from "../View.js"
import { alignColumns } from "./columns.js"
import { fact, itemLines, nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { count } from "./words.js"

const sources: Record<ContractField["source"], string> = { upstream: "", narrowed: "narrowed", addition: "addition" }

const fieldLines = (fields: ReadonlyArray<ContractField>): ReadonlyArray<string> =>
  alignColumns(fields.map(({ pointer, required, source, value }) =>
    [`  ${pointer}`, required ? "required" : "optional", sources[source], value]
  )).map((line) => line.trimEnd())

const contextText = (context: DescribedContext, style: Style): string =>
  [
    style.bold(context.name) + `  ${context.about}`,
    "",
    ...fieldLines(context.fields),
    "",
    context.closed ? "  No other field is taken." : "  Other fields are allowed.",
    ...(context.forbidden.length === 0 ? [] : [`  Refused by name: ${context.forbidden.join(", ")}.`]),
    ...context.rules.map(({ says, then }) => `  ${then.field} ${says}.`)
  ].join("\n")

const overview = ({ contexts, contract_version, forbidden, origin }: ContractShow, style: Style): ReadonlyArray<string> => [
  style.bold(`Contract ${contract_version}`),
  ...origin.map(({ commit, repository, seen }) =>
    fact("from", `${repository} at ${commit}${seen ? "" : " (named by the others, not seen)"}`)),
  fact("refused", `everywhere: ${Object.keys(forbidden.keys).join(", ")}`),
  "",
  ...alignColumns(contexts.map(({ about, fields, name }) => [`  ${name}`, count(fields.length, "field"), about]))
]

const showText = ({ data, next }: Outcome<ContractShow>, style: Style): string => {
  const [first] = data.contexts
  const body = first !== undefined && data.contexts.length === 1 ? [contextText(first, style)] : overview(data, style)
  return [...body, ...(next.length === 0 ? [] : ["", ...nextLines(next)])].join("\n")
}

/** `contract show` */
export const contractShowView = makeView({ schema: "contract-show@1", data: ContractShow, text: showText })

const checkText = ({ data, next }: Outcome<ContractCheck>, style: Style): string => {
  const { foreign } = style
  const what = data.context === "batch"
    ? `${count(data.payloads, "event")} of a batch`
    : `${count(data.payloads, "payload")} as ${data.context}`
  const source = data.source === "-" ? "standard input" : foreign(data.source)
  if (data.valid) return `${style.mark("done")} ${source} keeps contract ${data.contract_version}: ${what}.`
  const items = data.violations.map(({ fix, pointer, rule }) => ({
    mark: "failed" as const,
    word: foreign(pointer === "" ? "(the payload)" : pointer),
    subject: foreign(`${rule} (${fix})`),
    reason: ""
  }))
  return [
    `${source} breaks contract ${data.contract_version} in ${count(data.violations.length, "place")} (${what}):`,
    ...itemLines(items, style, 100),
    ...nextLines(next)
  ].join("\n")
}

/** `contract check`: one line per violation. */
export const contractCheckView = makeView({ schema: "contract-check@1", data: ContractCheck, text: checkText })

/** `contract verify`: says what it looked at. */
export const contractVerifyView = makeView({
  schema: "contract-verify@1",
  data: ContractVerification,
  text: ({ data }, style) =>
    [
      `${style.mark("done")} The contract is the one this version was built with.`,
      fact("file", style.foreign(data.file)),
      fact("version", data.contract_version),
      fact("sha256", `${data.sha256}, taken now and equal to the one built in`),
      fact("contexts", String(data.contexts)),
      ...data.origin.map(({ commit, repository }) => fact("from", `${repository} at ${commit}`))
    ].join("\n")
})
