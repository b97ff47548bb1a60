import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { mainEffect } from "./compositions/main.js"

/** Exit code of each signal, by the convention 128 + its number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

/** How long after a signal the work may take to let go of what it holds. */
const patienceMs = 600

/** The format, as far as the line itself says it: nothing else can be relied on where this is needed. */
const formatOf = (words: ReadonlyArray<string>) => words.includes("--json")
  ? "json"
  : words.map((word, at) => word === "--format" ? words[at + 1] : /^--format=(.*)$/.exec(word)?.[1]).findLast((it) => it !== undefined)

/** For what can no longer be told by the command itself. */
const lastWords = (words: ReadonlyArray<string>) => (code: string, message: string, exitCode: number): void => {
  const format = formatOf(words)
  if (format !== "json" && format !== "ndjson") {
    process.stderr.write(`error ${code}: ${message}\n`)
    return
  }
  const diagnostic = { severity: "error", code, message, why: null, fix: null, target: null }
  const envelope = { schema: "error@1", ok: false, exit_code: exitCode, data: null, diagnostics: [diagnostic], next: [] }
  process.stdout.write(`${JSON.stringify(format === "json" ? envelope : { type: "result", ...envelope })}\n`)
}

export interface Run {
  /** What was typed after `spec-kitty`. */
  readonly words: ReadonlyArray<string>
  readonly version: string
}

/** Runs a command line in this process: signals, exit code and last words. Everything else is the command's. */
export const run = async ({ version, words }: Run): Promise<void> => {
  const say = lastWords(words)
  let signalled: number | undefined
  let told = false
  const tellInterruption = (code: number) => {
    if (!told) say("STOP-01", "Interrupted. What was queued is kept and goes out with the next run.", code)
    told = true
  }
  const interruptCode = Effect.sync(() => {
    told = true
    return signalled ?? exitCodes.SIGINT
  })
  const fiber = Effect.runFork(mainEffect({ words, version, interruptCode }))
  const leave = (code: number): never => {
    tellInterruption(code)
    process.exit(code)
  }
  const stop = (signal: keyof typeof exitCodes) => {
    // A second signal, or work that doesn't let go: leave at once. What was queued is on disk.
    if (signalled !== undefined) leave(signalled)
    const code = exitCodes[signal]
    signalled = code
    process.exitCode = code
    setTimeout(() => leave(code), patienceMs).unref()
    Effect.runFork(Fiber.interruptFork(fiber))
  }
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
  const exit = await Effect.runPromise(Fiber.await(fiber))
  process.off("SIGINT", stop)
  process.off("SIGTERM", stop)
  if (signalled !== undefined) tellInterruption(signalled)
  else if (Exit.isFailure(exit)) say("BUG-01", "Something went wrong inside spec-kitty.", 1)
  // Only the code is set: the process ends by itself, after everything was written.
  process.exitCode = signalled ?? (Exit.isSuccess(exit) ? exit.value : 1)
}

