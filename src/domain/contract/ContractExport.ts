import * as Schema from "effect/Schema"

/** Parts of the handoff that can be exported by themselves. */
export const HandoffFormat = Schema.Literal("openapi", "asyncapi", "jsonschema", "markdown", "fixtures")
export type HandoffFormat = typeof HandoffFormat.Type
/** Whether a format of an answer is one of these parts. */
export const isHandoffFormat = Schema.is(HandoffFormat)

const parts: { readonly [Format in HandoffFormat]: (path: string) => boolean } = {
  openapi: (path) => path === "openapi.json",
  asyncapi: (path) => path === "asyncapi.json",
  jsonschema: (path) => path.startsWith("schemas/"),
  markdown: (path) => path.endsWith(".md"),
  fixtures: (path) => path.startsWith("fixtures/")
}

/** The formats of one file each: they can go to stdout. */
export const isOneFile = (format: HandoffFormat): boolean => format === "openapi" || format === "asyncapi"

/** The files of one format, or all of them. Paths are relative to the handoff, with `/` between names. */
export const filesOf = (format: HandoffFormat | null, paths: ReadonlyArray<string>): ReadonlyArray<string> =>
  format === null ? paths : paths.filter(parts[format])

/** `data` of `contract export --json` (`contract-export@1`). */
export class ContractExport extends Schema.Class<ContractExport>("spec-kitty/ContractExport")({
  contract_version: Schema.String,
  /** Null: all of them. */
  format: Schema.NullOr(HandoffFormat),
  /** Where the files are, as it was typed; null where the one file is `content`. */
  folder: Schema.NullOr(Schema.String),
  /** What was written, relative to the folder, in bytes of UTF-8. */
  files: Schema.Array(Schema.Struct({ path: Schema.String, bytes: Schema.NonNegativeInt })),
  /** The text of a format of one file that went to stdout. */
  content: Schema.NullOr(Schema.String)
}) {}
