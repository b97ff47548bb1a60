// `npm run bench [-- NAME…] [--rounds N] [--write]`: runs the cases in bench/, one process each, prints the table, and
// with --write records it in docs/benchmarks.md. Exit code 1 where a reach is missed, 2 for wrong usage.
import { fork } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import { parseArgs } from "node:util"
import type { CaseResult } from "./Bench.js"
import { record } from "./record.js"
import { circumstances, markdown } from "./table.js"
import { type Verdict, verdictOf } from "./verdict.js"

const folder = path.dirname(import.meta.dirname)
const page = path.join(path.dirname(folder), "docs", "benchmarks.md")
const known = fs.readdirSync(folder).filter((file) => file.endsWith(".ts")).map((file) => path.basename(file, ".ts")).sort()

const refuse = (message: string): never => {
  console.error(message)
  process.exit(2)
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "0" }, write: { type: "boolean", default: false } }
})
const unknown = positionals.filter((name) => !known.includes(name))
if (unknown.length > 0) refuse(`There is no case ${unknown.join(", ")}; there are: ${known.join(", ")}.`)
if (!/^\d+$/.test(values.rounds)) refuse("--rounds wants a number.")
if (values.write && positionals.length > 0) refuse("--write records one run of all cases: leave the names out.")

const runCase = async (name: string): Promise<CaseResult> => {
  const script = path.join(import.meta.dirname, "runCase.ts")
  const child = fork(script, [name, values.rounds], { execArgv: ["--import", "tsx"], serialization: "advanced" })
  let result: CaseResult | undefined
  child.on("message", (message: CaseResult) => (result = message))
  await once(child, "close")
  if (result === undefined) throw new Error(`The case ${name} ended with ${child.exitCode} and without figures.`)
  return result
}

const verdicts: Array<Verdict> = []
for (const name of positionals.length > 0 ? positionals : known) {
  console.error(`${name} …`)
  const verdict = verdictOf(await runCase(name))
  verdicts.push(verdict)
  console.error(`${name}: ${verdict.ratio.toFixed(2)}${verdict.reached ? "" : "  MISSED"}`)
}

const command = ["npm run bench --", ...process.argv.slice(2)].join(" ")
const measured = `${circumstances(verdicts, new Date().toISOString(), command)}\n\n${markdown(verdicts)}`
console.log(measured)
if (values.write) record(page, measured)
process.exitCode = verdicts.every(({ reached }) => reached) ? 0 : 1
