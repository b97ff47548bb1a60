import * as Schema from "effect/Schema"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { shells } from "./completion/Shell.js"

/**
 * The one JSON value of a command: `schema` names the shape of `data` and its version, `ok` is `exit_code == 0`. On a
 * failure `data` is null and at least one diagnostic is an error. `next` holds commands that help from here.
 */
export const envelope = <Name extends string, A, I>(name: Name, data: Schema.Schema<A, I>) =>
  Schema.Struct({
    schema: Schema.Literal(name),
    ok: Schema.Boolean,
    exit_code: Schema.NonNegativeInt,
    data: Schema.NullOr(data),
    diagnostics: Schema.Array(Diagnostic),
    next: Schema.Array(Schema.String)
  })

/** `data` of `help --json`: the text a person would have read. */
export const HelpText = Schema.Struct({ topic: Schema.String, text: Schema.String })
export type HelpText = typeof HelpText.Type

/** `data` of `version --json`. */
export const VersionReport = Schema.Struct({ version: Schema.String })
export type VersionReport = typeof VersionReport.Type

/** `data` of `demo --json`. */
export const DemoReport = Schema.Struct({
  /** The folder that `--keep` left; null where it was removed. */
  kept: Schema.NullOr(Schema.String)
})
export type DemoReport = typeof DemoReport.Type

/** `data` of `completion --json`. */
export const CompletionReport = Schema.Struct({ shell: Schema.Literal(...shells), script: Schema.String })
export type CompletionReport = typeof CompletionReport.Type

/** `data` of `man --json`. */
export const ManReport = Schema.Struct({
  /** The name of the page's file: `spec-kitty-sync.1`. */
  page: Schema.String,
  roff: Schema.String
})
export type ManReport = typeof ManReport.Type
