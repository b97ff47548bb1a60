// The process of one case: `runCase.ts NAME ROUNDS`, where 0 means as many as the case says. Sends a CaseResult.
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import type { Bench, CaseResult } from "./Bench.js"

const [name = "", asked = "0"] = process.argv.slice(2)
const { bench }: { readonly bench: Bench } = await import(`../${name}.ts`)
if (bench.name !== name) throw new Error(`bench/${name}.ts calls itself ${bench.name}`)

const directory = fs.mkdtempSync(path.join(os.tmpdir(), `spec-kitty-bench-${name}-`))
try {
  const rounds = Number(asked) > 0 ? Number(asked) : bench.rounds
  const measured = await bench.run({ directory, rounds })
  const result: CaseResult = {
    name,
    work: bench.work,
    reference: bench.reference,
    reach: bench.reach,
    rounds,
    measured: { limits: [], also: [], ...measured }
  }
  process.send?.(result)
} finally {
  fs.rmSync(directory, { recursive: true, force: true })
}
