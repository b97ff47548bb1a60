import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import { Diagnostic, type Outcome } from "../../../src/domain/Diagnostic.js"
import type { Explained } from "../../../src/domain/Explained.js"
import { NotAProject } from "../../../src/domain/identity/projectErrors.js"
import { ReportNotWritable } from "../../../src/domain/ReportNotWritable.js"
import { QueueUnavailable } from "../../../src/domain/sync/queueErrors.js"
import { SignInNeeded } from "../../../src/domain/sync/SignInNeeded.js"
import { SyncReport } from "../../../src/domain/sync/SyncReport.js"
import { SyncEnvelope } from "../../../src/programs/cli/envelopes.js"
import { noGlobalFlags } from "../../../src/programs/cli/globalFlags.js"
import type { Invocation, LeftBehind } from "../../../src/programs/cli/Invocation.js"
import { OutcomeLine, resultLine } from "../../../src/programs/cli/ndjson.js"
import type { OutputOptions } from "../../../src/programs/cli/outputOptions.js"
import { syncView } from "../../../src/programs/cli/render/sync.js"
import { type Ending, present } from "../../../src/programs/cli/run.js"
import { bodies, syncReport } from "./render/reports.js"
import { capturing } from "./support.js"

const text: OutputOptions = {
  format: "text", stdoutColor: false, stderrColor: false, ascii: false, quiet: false, progress: false, logLevel: null,
  logFormat: "text"
}
const invocation = (format: OutputOptions["format"]): Invocation => ({
  flags: noGlobalFlags,
  output: { ...text, format },
  version: "1.2.3",
  interruptCode: Effect.succeed(130),
  leftBehind: Ref.unsafeMake<LeftBehind | null>(null)
})
const report = syncReport()
const ended = (exitCode: number): Effect.Effect<Outcome<SyncReport>> =>
  Effect.succeed({ data: report, diagnostics: [], exitCode, next: [] })

const run = <E extends Explained>(
  program: Effect.Effect<Outcome<SyncReport>, E>,
  ending: Ending,
  format: OutputOptions["format"] = "json"
) =>
  Effect.gen(function*() {
    const { console, stderr, stdout } = capturing()
    const exitCode = yield* Effect.withConsole(present(syncView, invocation(format), ending)(program), console)
    return { exitCode, stderr, stdout: stdout.join("\n") }
  })

/** Keeps what is reported. */
const keeping = () => {
  const kept: Array<string> = []
  return { kept, report: (envelope: string) => Effect.sync(() => void kept.push(envelope)) }
}
const decode = Schema.decodeSync(Schema.parseJson(SyncEnvelope))

describe("--report", () => {
  const ends: ReadonlyArray<readonly [what: string, Effect.Effect<Outcome<SyncReport>, Explained>, code: number]> = [
    ["success", ended(0), 0],
    ["a run with something undelivered", ended(5), 5],
    ["an error", Effect.fail(new NotAProject({ directory: "/x" })), 10],
    ["a bug", Effect.die(new Error("boom")), 1]
  ]
  for (const [what, program, code] of ends) {
    it.effect(`U-14 keeps the envelope of ${what}, the very one that --json writes`, () =>
      Effect.gen(function*() {
        const { kept, report } = keeping()
        const told = yield* run(program, { report })
        expect(kept).toEqual([told.stdout])
        expect(decode(kept[0] ?? "")).toMatchObject({ exit_code: code, ok: code === 0 })
        expect(told.exitCode).toBe(code)
      }))
  }

  it.effect("U-14 U-36 keeps it of an interruption", () =>
    Effect.gen(function*() {
      const { kept, report } = keeping()
      const fiber = yield* Effect.fork(run(Effect.never, { report }))
      yield* Effect.yieldNow()
      yield* Fiber.interrupt(fiber)
      expect(kept).toHaveLength(1)
      expect(decode(kept[0] ?? "")).toMatchObject({ exit_code: 130, data: null, diagnostics: [{ code: "STOP-01" }] })
    }))

  it.effect("U-14 holds the plain envelope whatever is written to stdout", () =>
    Effect.gen(function*() {
      for (const format of ["text", "ndjson"] as const) {
        const { kept, report } = keeping()
        yield* run(ended(0), { report }, format)
        expect(decode(kept[0] ?? "").schema).toBe("sync@1")
      }
    }))

  const broken: Ending = { report: () => Effect.fail(new ReportNotWritable({ path: "/r.json", detail: "EACCES" })) }
  it.effect("U-14 one that can't be written is told and makes the exit code 1, and the answer stays", () =>
    Effect.gen(function*() {
      const told = yield* run(ended(0), broken)
      expect(told.exitCode).toBe(1)
      expect(decode(told.stdout)).toMatchObject({
        ok: false, exit_code: 1, data: { delivery: "partial" }, diagnostics: [{ code: "REPORT-01", severity: "error", why: "EACCES" }]
      })
    }))
  it.effect("U-06 U-14 a code that comes before 1 stays, one that comes after it does not", () =>
    Effect.gen(function*() {
      for (const [code, with1] of [[130, 130], [10, 10], [8, 8], [7, 1], [4, 1], [3, 1]] as const) {
        expect((yield* run(ended(code), broken)).exitCode, String(code)).toBe(with1)
      }
    }))
})

describe("--allow-failure", () => {
  const codes = [[0, 0], [1, 0], [2, 2], [3, 3], [4, 0], [5, 0], [6, 0], [7, 0], [8, 8], [9, 9], [10, 10], [130, 130], [143, 143]] as const
  for (const [code, allowed] of codes) {
    it.effect(`U-08 turns ${code} into ${allowed}, and says so where it changed it`, () =>
      Effect.gen(function*() {
        const { kept, report } = keeping()
        const told = yield* run(ended(code), { allowFailure: true, report })
        const { diagnostics, exit_code, ok } = decode(told.stdout)
        expect([told.exitCode, exit_code, ok]).toEqual([allowed, allowed, allowed === 0])
        expect(diagnostics.map(({ code: told, message }) => [told, message.includes(` ${code};`)]))
          .toEqual(code === allowed ? [] : [["EXIT-01", true]])
        expect(kept).toEqual([told.stdout])
        expect((yield* run(ended(code), {})).exitCode).toBe(code)
      }))
  }
  it.effect("U-08 covers errors that end the command, and tells each", () =>
    Effect.gen(function*() {
      const errors = [
        new QueueUnavailable({ reason: "disk_full", path: "/q.db", detail: "d" }), new SignInNeeded({ server: "https://k.example", cause: "expired" })
      ]
      for (const error of errors) {
        const { exit_code, diagnostics } = decode((yield* run(Effect.fail(error), { allowFailure: true })).stdout)
        expect([exit_code, diagnostics.map(({ code }) => code)]).toEqual([0, [error.code, "EXIT-01"]])
      }
    }))
  it.effect("U-08 covers a report that can't be written", () =>
    Effect.gen(function*() {
      const report = () => Effect.fail(new ReportNotWritable({ path: "/r.json", detail: "EACCES" }))
      const { diagnostics, exit_code } = decode((yield* run(ended(0), { allowFailure: true, report })).stdout)
      expect([exit_code, diagnostics.map(({ code }) => code)]).toEqual([0, ["REPORT-01", "EXIT-01"]])
    }))
})

describe("--format ndjson", () => {
  const Result = Schema.parseJson(resultLine("sync@1", SyncReport))
  it.effect("U-04 writes one line per artifact, then the result, and nothing to stderr", () =>
    Effect.gen(function*() {
      const warning = new Diagnostic({ severity: "error", code: "SYNC-02", message: "m", why: null, fix: null, target: null })
      const told = yield* run(Effect.map(ended(5), (outcome) => ({ ...outcome, diagnostics: [warning] })), {}, "ndjson")
      const lines = told.stdout.split("\n")
      const outcomes = lines.slice(0, -1).map((line) => Schema.decodeSync(Schema.parseJson(OutcomeLine))(line))
      expect(outcomes.map(({ artifact_path, outcome }) => [artifact_path, outcome]))
        .toEqual(bodies.map(({ artifact_path, outcome }) => [artifact_path, outcome]))
      const result = Schema.decodeSync(Result)(lines.at(-1) ?? "")
      expect({ exit: result.exit_code, data: result.data, codes: result.diagnostics.map(({ code }) => code) })
        .toEqual({ exit: 5, data: report, codes: ["SYNC-02"] })
      expect(told.stderr).toEqual([])
    }))
  it.effect("U-04 S28 a line ends where the JSON ends, whatever a file is called", () =>
    Effect.gen(function*() {
      const odd = "a\u2028b\u0085c\nd\u001b[2J.md"
      const told = yield* run(
        Effect.map(ended(0), (outcome) => ({ ...outcome, data: syncReport({}, { bodies: [{ ...bodies[0], artifact_path: odd }] }) })), {}, "ndjson"
      )
      const lines = told.stdout.split(/[\n\r\u0085\u2028\u2029]/)
      expect(lines).toHaveLength(2)
      expect(lines.map((line) => JSON.parse(line).type)).toEqual(["outcome", "result"])
      expect(JSON.parse(lines[0] ?? "").artifact_path).toBe(odd)
    }))
  it.effect("U-04 a failure and a bug are the result line alone", () =>
    Effect.gen(function*() {
      for (const program of [Effect.fail(new NotAProject({ directory: "/x" })), Effect.die("boom")]) {
        const { stderr, stdout } = yield* run(program, {}, "ndjson")
        expect(stderr).toEqual([])
        expect(Schema.decodeSync(Result)(stdout)).toMatchObject({ type: "result", ok: false, data: null })
      }
    }))
})
