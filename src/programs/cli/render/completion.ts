import * as Schema from "effect/Schema"
import { shells } from "../completion/script.js"
import { makeView } from "../View.js"

/** `data` of `completion --json` (`completion@1`). */
export const CompletionReport = Schema.Struct({ shell: Schema.Literal(...shells), script: Schema.String })
export type CompletionReport = typeof CompletionReport.Type

/** The bare script, so that it can be kept in a file. */
export const completionView = makeView({ schema: "completion@1", data: CompletionReport, text: ({ data }) => data.script })
