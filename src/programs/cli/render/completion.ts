import { CompletionReport } from "../envelope.js"
import { makeView } from "../View.js"

/** The bare script, so that it can be kept in a file. */
export const completionView = makeView({ schema: "completion@1", data: CompletionReport, text: ({ data }) => data.script })
