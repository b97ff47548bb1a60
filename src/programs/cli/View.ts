import * as Schema from "effect/Schema"
import type { Diagnostic, Outcome } from "../../domain/Diagnostic.js"
import type { OutputFormat } from "../../services/GlobalFlags.js"
import { envelope } from "./envelope.js"
import type { Style } from "./render/Style.js"

/** The other half of an answer: everything but the data, which is null where the command failed. */
export interface Answer<A> {
  readonly data: A | null
  readonly diagnostics: ReadonlyArray<Diagnostic>
  readonly exitCode: number
  readonly next: ReadonlyArray<string>
}

/** How one command's answer is shown. */
export interface View<A> {
  /** Name and version of the JSON shape: `sync@1`. */
  readonly schema: string
  /** The whole envelope on one line. */
  readonly json: (answer: Answer<A>) => string
  /** For a person, without a final line break. */
  readonly text: (outcome: Outcome<A>, style: Style) => string
  /** True for a diagnostic that the text tells already, so that it is not told twice. */
  readonly tells: (diagnostic: Diagnostic, data: A) => boolean
  /** Lines of `--format ndjson` between progress and result, each one JSON value (`ndjson.ts`). */
  readonly lines: (data: A) => ReadonlyArray<string>
  /** Formats of `CommandHelp.formats`, each whole and without a final line break. */
  readonly reports: Partial<Record<OutputFormat, (outcome: Outcome<A>) => string>>
}

export const makeView = <Name extends string, A, I>(options: {
  readonly schema: Name
  readonly data: Schema.Schema<A, I>
  readonly text: (outcome: Outcome<A>, style: Style) => string
  readonly tells?: (diagnostic: Diagnostic, data: A) => boolean
  readonly lines?: View<A>["lines"]
  readonly reports?: View<A>["reports"]
  /** `JSON.stringify`, for data that is large and whose JSON is the data as it stands: given only where a test shows that. */
  readonly stringify?: (envelope: unknown) => string
}): View<A> => {
  type Envelope = Schema.Schema.Type<ReturnType<typeof envelope<Name, A, I>>>
  // Made when it is called, which is once at most: compiling the schema takes longer than most commands' own work.
  const stringify = (answer: Envelope): string =>
    options.stringify?.(answer) ?? Schema.encodeSync(Schema.parseJson(envelope(options.schema, options.data)))(answer)
  return {
    schema: options.schema,
    json: ({ data, diagnostics, exitCode, next }) =>
      stringify({ schema: options.schema, ok: exitCode === 0, exit_code: exitCode, data, diagnostics, next }),
    text: options.text,
    tells: options.tells ?? (() => false),
    lines: options.lines ?? (() => []),
    reports: options.reports ?? {}
  }
}
