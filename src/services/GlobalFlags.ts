import type * as Duration from "effect/Duration"

export type LogLevelName = "trace" | "debug" | "info" | "warning" | "error" | "none"

/** How a line of the log is written. */
export type LogFormat = "text" | "json"

/** Parts of the contract that can be exported by themselves; `markdown` is one of them, too. */
export type ContractFormat = "openapi" | "asyncapi" | "jsonschema" | "fixtures"

/** How an answer is written: for a person, for a program, or in a report that another tool reads. */
export type OutputFormat = "text" | "json" | "ndjson" | "github" | "sarif" | "junit" | "markdown" | ContractFormat

/** What the flags that every command takes said; null where one was not given. Parsed by `programs/cli/globalFlags`. */
export interface GlobalFlags {
  readonly format: OutputFormat | null
  /** Every format that was named, in order; `format` is the last. A command may take another meaning from an earlier one. */
  readonly formats: ReadonlyArray<OutputFormat>
  readonly color: "auto" | "always" | "never"
  readonly quiet: boolean
  readonly logLevel: LogLevelName | null
  /** How often `-v` was given: once is the level `info`, twice `debug`. `--log-level` wins. */
  readonly verbosity: number
  readonly logFormat: LogFormat | null
  readonly noInput: boolean
  /** `--project DIR`: where to look for the project instead of the working directory; as it was typed. */
  readonly project: string | null
  /** How long to wait for another process that holds a lock. */
  readonly timeout: Duration.Duration | null
  readonly ascii: boolean
  /** `--config FILE`, as it was typed. */
  readonly config: string | null
  readonly help: boolean
  readonly version: boolean
}

/** The flags that decide where a project's services come from and how they are set. */
export interface ProjectFlags extends Pick<GlobalFlags, "project" | "config" | "timeout"> {
  /** `--concurrency N`: bodies in flight at once; null leaves it to the settings. */
  readonly concurrency: number | null
  /** `--max-bytes N`: largest body that is uploaded; absent leaves it to the settings. */
  readonly maxBodyBytes?: number | null
}
