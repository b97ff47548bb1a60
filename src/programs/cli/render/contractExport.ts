import { ContractExport } from "../../../domain/contract/ContractExport.js"
import type { Outcome } from "../../../domain/Diagnostic.js"
import { makeView } from "../View.js"
import { makeStyle, type Style } from "./Style.js"
import { count } from "./words.js"

const written = ({ content, contract_version, files, folder }: ContractExport, { foreign }: Style): string =>
  content === null
    ? [
      `Wrote ${count(files.length, "file")} of contract ${contract_version} to ${foreign(folder ?? "")}:`,
      ...files.map(({ path }) => `  ${path}`)
    ].join("\n")
    // The file ends with the line break that the printer adds.
    : content.replace(/\n$/, "")

const plain = ({ data }: Outcome<ContractExport>): string => written(data, makeStyle({ color: false, ascii: false, nowMs: 0 }))

/** `contract export`: the file itself where it goes to stdout, else what was written. */
export const contractExportView = makeView({
  schema: "contract-export@1",
  data: ContractExport,
  text: ({ data }, style) => written(data, style),
  reports: { openapi: plain, asyncapi: plain, jsonschema: plain, markdown: plain, fixtures: plain }
})
