import { spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { performance } from "node:perf_hooks"
import type { BenchContext, Measured } from "./Bench.js"
import { plainly } from "./programs.js"

/** One run, in milliseconds. */
export type Timed = () => Promise<number>

/** The time that `work` takes, in milliseconds. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** A B A B …: what slows the machine down for a while slows both. The first round warms caches and is not counted. */
export const interleaved = async (
  { rounds }: Pick<BenchContext, "rounds">,
  ours: Timed,
  reference: Timed
): Promise<Pick<Measured, "oursMs" | "referenceMs">> => {
  const oursMs: Array<number> = []
  const referenceMs: Array<number> = []
  for (let round = 0; round <= rounds; round++) {
    const pair = [await ours(), await reference()] as const
    if (round === 0) continue
    oursMs.push(pair[0])
    referenceMs.push(pair[1])
  }
  return { oursMs, referenceMs }
}

export interface Program {
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Where its stdout goes; nowhere by default. Written anew by every run. */
  readonly stdout?: string
}

/** Runs it to its end. Fails where it ends with anything but 0: a quick failure is no quick run. */
const run = async ({ args, command, cwd, env, stdout }: Program): Promise<void> => {
  const out = stdout === undefined ? "ignore" : fs.openSync(stdout, "w")
  const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", out, "pipe"] })
  let said = ""
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text))
  await once(child, "close")
  if (typeof out === "number") fs.closeSync(out)
  if (child.exitCode !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${child.exitCode}: ${said}`)
}

/** A whole process from its start to its end. */
export const wholeProcess = (program: Program): Timed => () => timed(() => run(program))

const reportPeak = "process.on('exit', () => require('node:fs').writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)))"

/** Peak resident memory of a Node program in MB: one more run, which tells at its end and is not timed. */
export const peakMegabytes = async (program: Program): Promise<number> => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-bench-peak-"))
  const hook = path.join(directory, "hook.cjs")
  const answer = path.join(directory, "peak")
  fs.writeFileSync(hook, reportPeak)
  await run({ ...program, args: ["--require", hook, ...program.args], env: { ...program.env ?? {}, BENCH_PEAK: answer } })
  const peak = Number(fs.readFileSync(answer, "utf8")) / 1024
  fs.rmSync(directory, { recursive: true, force: true })
  return Math.round(peak)
}

const median = (values: ReadonlyArray<number>): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** For the reader: the ratio of two programs where none of Node's variables is set. */
export const ratioWithoutNodeVariables = async (
  { directory, rounds }: BenchContext,
  ours: Program,
  reference: Program
): Promise<string> => {
  const { oursMs, referenceMs } = await interleaved(
    { rounds },
    wholeProcess(plainly(ours, directory)),
    wholeProcess(plainly(reference, directory))
  )
  const ratio = median(oursMs.map((time, round) => time / (referenceMs[round] ?? 1)))
  return `without NODE_EXTRA_CA_CERTS and the like, ${ratio.toFixed(1)} × (${median(oursMs).toFixed(0)} ms / ${median(referenceMs).toFixed(0)} ms)`
}
