import * as Schema from "effect/Schema"

/**
 * Where in a file something is wrong, both 1-based; a column counts characters. For shapes whose `target` is that file.
 * A key is there only where it is known.
 */
export const placeFields = {
  line: Schema.optionalWith(Schema.Int.pipe(Schema.positive()), { exact: true }),
  column: Schema.optionalWith(Schema.Int.pipe(Schema.positive()), { exact: true })
}

/** What an error knows of the place; null or absent where it knows none. */
export interface Place {
  readonly line?: number | null
  readonly column?: number | null
}

/** `:12:3`, `:12`, or nothing: what follows a file's name. */
export const placeSuffix = ({ column = null, line = null }: Place): string =>
  line === null ? "" : `:${line}${column === null ? "" : `:${column}`}`

/** Only what is known; a column without its line says nothing. */
export const knownPlace = ({ column = null, line = null }: Place): { readonly line?: number; readonly column?: number } =>
  line === null ? {} : column === null ? { line } : { line, column }
