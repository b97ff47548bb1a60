import type { OutputFormat } from "../../services/GlobalFlags.js"

/** What help says about a command beyond its flags, which it takes from the command itself. */
export interface CommandHelp {
  /** Words after `spec-kitty`. */
  readonly path: ReadonlyArray<string>
  /** What it does, in one line without a full stop. */
  readonly summary: string
  /** What a person should know before running it; paragraphs. */
  readonly details: ReadonlyArray<string>
  /** Lines that can be typed, each with what it is good for. */
  readonly examples: ReadonlyArray<readonly [line: string, purpose: string]>
  /** Formats beyond those that every command writes. */
  readonly formats?: ReadonlyArray<OutputFormat>
}
