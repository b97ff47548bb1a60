#!/usr/bin/env node
import { helpPage } from "./helpPage.js"
import { loadRun } from "./loadRun.js"
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

/** So is help: by people who wait for it, and by agents that read it before every call. */
const page = plainVersion || jsonVersion ? undefined : helpPage(words, import.meta.url)

/** What the scripts of `spec-kitty completion` ask when TAB is pressed. Loaded for them alone. */
const asksForValues = words[0] === "completion" && words[1] === "values"

if (asksForValues) {
  const { completionValues } = await import("./completionValues.js")
  process.stdout.write(completionValues(words.slice(2), import.meta.url))
} else if (page !== undefined) {
  process.stdout.write(`${page}\n`)
} else if (plainVersion) {
  process.stdout.write(`${version}\n`)
} else if (jsonVersion) {
  const envelope = { schema: "version@1", ok: true, exit_code: 0, data: { version }, diagnostics: [], next: [] }
  process.stdout.write(`${JSON.stringify(envelope)}\n`)
} else {
  const { run } = await loadRun()
  await run({ words, version })
}
