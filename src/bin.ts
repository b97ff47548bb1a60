#!/usr/bin/env node
import { helpPage } from "./helpPage.js"
import { packageVersion } from "./packageVersion.js"

const words = process.argv.slice(2)
const version = packageVersion(import.meta.url)

// `spec-kitty sync | head` closes the pipe early: that is no error of ours. A full disk is told in one line.
const lost = { code: "OUT-01", message: "The output could not be written" }
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return
  process.stderr.write(`error ${lost.code}: ${lost.message} (${error.code ?? "unknown"}).\n`)
  process.exitCode = 1
})
process.stderr.on("error", () => undefined)

/** The version is asked for often, by scripts: it is answered before anything else is loaded. */
const plainVersion = words.length === 1 && (words[0] === "--version" || words[0] === "version")
const jsonVersion = words.length === 2 && words.includes("--json") && (words.includes("--version") || words[0] === "version")

/** Exit code of each signal, by the convention 128 + its number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

/** How long after a signal the work may take to let go of what it holds. */
const patienceMs = 600

/** The format, as far as the line itself says it: nothing else can be relied on where this is needed. */
const format = words.includes("--json")
  ? "json"
  : words.map((word, at) => word === "--format" ? words[at + 1] : /^--format=(.*)$/.exec(word)?.[1]).findLast((it) => it !== undefined)

/** For what can no longer be told by the command itself. */
const lastWords = (code: string, message: string, exitCode: number) => {
  if (format !== "json" && format !== "ndjson") {
    process.stderr.write(`error ${code}: ${message}\n`)
    return
  }
  const diagnostic = { severity: "error", code, message, why: null, fix: null, target: null }
  const envelope = { schema: "error@1", ok: false, exit_code: exitCode, data: null, diagnostics: [diagnostic], next: [] }
  process.stdout.write(`${JSON.stringify(format === "json" ? envelope : { type: "result", ...envelope })}\n`)
}

const main = async () => {
  const [{ mainEffect }, Effect, Exit, Fiber] = await Promise.all([
    import("./compositions/main.js"),
    import("effect/Effect"),
    import("effect/Exit"),
    import("effect/Fiber")
  ])
  let signalled: number | undefined
  let told = false
  const tellInterruption = (code: number) => {
    if (!told) lastWords("STOP-01", "Interrupted. What was queued is kept and goes out with the next run.", code)
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
  else if (Exit.isFailure(exit)) lastWords("BUG-01", "Something went wrong inside spec-kitty.", 1)
  // Only the code is set: the process ends by itself, after everything was written.
  process.exitCode = signalled ?? (Exit.isSuccess(exit) ? exit.value : 1)
}

/** So is help: by people who wait for it, and by agents that read it before every call. */
const page = plainVersion || jsonVersion ? undefined : helpPage(words, import.meta.url)

if (page !== undefined) {
  process.stdout.write(`${page}\n`)
} else if (plainVersion) {
  process.stdout.write(`${version}\n`)
} else if (jsonVersion) {
  const envelope = { schema: "version@1", ok: true, exit_code: 0, data: { version }, diagnostics: [], next: [] }
  process.stdout.write(`${JSON.stringify(envelope)}\n`)
} else {
  await main()
}
