import * as Schema from "effect/Schema"
import { DemoReport, HelpText, VersionReport } from "../envelope.js"
import { makeView } from "../View.js"
import { escapeAscii } from "./escape.js"

/** Our own prose; where only ASCII may be written, `…` becomes `...`. */
export const helpView = makeView({
  schema: "help@1",
  data: HelpText,
  text: ({ data }, { dot }) =>
    dot === "·" ? data.text : data.text.replaceAll("…", "...").split("\n").map(escapeAscii).join("\n")
})

/** The bare version, so that scripts can read it. */
export const versionView = makeView({ schema: "version@1", data: VersionReport, text: ({ data }) => data.version })

/** The demo tells its story while it runs; what is left to say is where its folder is. */
export const demoView = makeView({
  schema: "demo@1",
  data: DemoReport,
  text: ({ data }, { foreign }) => data.kept === null ? "" : `Kept: ${foreign(data.kept)}`
})

/** For a command line that named no command: there is no data to show, ever. */
export const errorView = makeView({ schema: "error@1", data: Schema.Null, text: () => "" })
