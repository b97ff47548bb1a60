import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import type { LogFormat, LogLevelName } from "../../services/GlobalFlags.js"
import type { OutputOptions } from "./outputOptions.js"
import { escapeJson, escapeText } from "./render/escape.js"

const levels: Record<LogLevelName, LogLevel.LogLevel> = {
  trace: LogLevel.Trace,
  debug: LogLevel.Debug,
  info: LogLevel.Info,
  warning: LogLevel.Warning,
  error: LogLevel.Error,
  none: LogLevel.None
}

/** A line names files and quotes servers: nothing in it may act on a terminal, and it stays one line. */
const loggers: Record<LogFormat, Logger.Logger<unknown, string>> = {
  text: Logger.map(Logger.logfmtLogger, escapeText),
  json: Logger.map(Logger.jsonLogger, escapeJson)
}

/** The log goes to stderr and is off unless asked for, so that stderr is empty with `--json` (U-02, U-12). */
export const withLog =
  ({ logFormat, logLevel }: Pick<OutputOptions, "logFormat" | "logLevel">) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    effect.pipe(
      Logger.withMinimumLogLevel(levels[logLevel ?? "none"]),
      Effect.provide(Logger.replace(Logger.defaultLogger, Logger.withConsoleError(loggers[logFormat])))
    )
