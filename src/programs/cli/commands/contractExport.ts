import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Array from "effect/Array"
import * as Option from "effect/Option"
import { isHandoffFormat } from "../../../domain/contract/ContractExport.js"
import type { OutputFormat } from "../../../services/GlobalFlags.js"
import type { ContractExportRequest } from "../../contract/export.js"
import type { CommandHelp } from "../CommandHelp.js"
import { commonFormats } from "../globalFlags.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export const contractExportHelp: CommandHelp = {
  path: ["contract", "export"],
  summary: "Write what a receiver is built from: API, events, schemas, documents, fixtures",
  details: [
    "The formats: openapi (OpenAPI 3.1 of every endpoint), asyncapi (AsyncAPI 3 of the event stream), jsonschema (one JSON Schema per event, request and response), markdown (the documents), fixtures (requests and what the reference receiver answers). Without --format, all of them. Begin with README.md. With --json beside the format the answer says which files were written.",
    "openapi and asyncapi go to stdout without --output; the others are folders and need it. A file of the same name is replaced, and nothing else in the folder is touched. The same version writes the same bytes."
  ],
  examples: [
    ["spec-kitty contract export --format openapi", "on stdout"],
    ["spec-kitty contract export --format fixtures -o handoff", "into handoff/fixtures"],
    ["spec-kitty contract export -o handoff --json", "all of it, and a list of the files"]
  ],
  formats: ["openapi", "asyncapi", "jsonschema", "markdown", "fixtures"]
}

const output = Options.text("output").pipe(
  Options.withAlias("o"),
  Options.withPseudoName("DIR"),
  Options.withDescription(
    "Write the files below this folder, which is made where it is not there; never in place of a device, a link or a folder."
  ),
  Options.optional
)

/** `--format` says what to export, and how to answer as well: of either the last counts, whichever stands first. */
const answerOf = ({ flags, output: { format } }: Invocation): OutputFormat =>
  Option.getOrElse(Array.findLast(flags.formats, (named) => commonFormats.includes(named)), () => format)

export const contractExportCommand = (handler: Handler<ContractExportRequest>, invocation: Invocation) =>
  Command.make("export", { output }, (given) => {
    const answer = answerOf(invocation)
    return handled(handler, { ...invocation, output: { ...invocation.output, format: answer } })({
      format: Option.getOrNull(Array.findLast(invocation.flags.formats, isHandoffFormat)),
      folder: Option.getOrNull(given.output),
      forProgram: answer === "json" || answer === "ndjson"
    })
  })
