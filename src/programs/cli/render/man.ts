import { ManReport } from "../envelope.js"
import { makeView } from "../View.js"

/** The bare page, so that it can be sent on to `man`. It is ASCII by itself. */
export const manView = makeView({ schema: "man@1", data: ManReport, text: ({ data }) => data.roff })
