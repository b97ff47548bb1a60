import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import { ContractViolation, ContractViolations } from "../../../src/domain/contract/ContractViolations.js"
import { Diagnostic, type Outcome } from "../../../src/domain/Diagnostic.js"
import { exitCodeOf } from "../../../src/domain/exitCode.js"
import type { Explained } from "../../../src/domain/Explained.js"
import { ConfigInvalid, LegacyState, NotAProject, StateNotWritable } from "../../../src/domain/identity/projectErrors.js"
import { MissionNotFound, StepUnknown } from "../../../src/domain/mission/missionErrors.js"
import { QueueFull, QueueUnavailable } from "../../../src/domain/sync/queueErrors.js"
import { SignInNeeded } from "../../../src/domain/sync/SignInNeeded.js"
import { ServerReport } from "../../../src/domain/sync/SyncReport.js"
import { SyncServerEnvelope } from "../../../src/programs/cli/envelopes.js"
import { noGlobalFlags } from "../../../src/programs/cli/globalFlags.js"
import type { Invocation, LeftBehind } from "../../../src/programs/cli/Invocation.js"
import type { OutputOptions } from "../../../src/programs/cli/outputOptions.js"
import { syncServerView } from "../../../src/programs/cli/render/syncServer.js"
import { present } from "../../../src/programs/cli/run.js"
import { UsageError } from "../../../src/programs/cli/UsageError.js"
import { capturing, type as typed } from "./support.js"

const text: OutputOptions = {
  format: "text", stdoutColor: false, stderrColor: false, ascii: false, quiet: false, progress: false, logLevel: null,
  logFormat: "text"
}
const invocation = (output: Partial<OutputOptions> = {}): Invocation => ({
  flags: noGlobalFlags,
  output: { ...text, ...output },
  version: "1.2.3",
  interruptCode: Effect.succeed(143),
  leftBehind: Ref.unsafeMake<LeftBehind | null>(null)
})

const run = <E extends Explained>(program: Effect.Effect<Outcome<ServerReport>, E>, output: Partial<OutputOptions> = {}) =>
  Effect.gen(function*() {
    const { console, stderr, stdout } = capturing()
    const exitCode = yield* Effect.withConsole(present(syncServerView, invocation(output))(program), console)
    return { exitCode, stderr, stdout }
  })
const decode = Schema.decode(Schema.parseJson(SyncServerEnvelope))
const report = new ServerReport({ project_uuid: null, server: "https://kitty.example", change: "none" })
const outcome = (more: Partial<Outcome<ServerReport>> = {}): Outcome<ServerReport> => ({
  data: report, diagnostics: [], exitCode: 0, next: [], ...more
})
const queue = (reason: QueueUnavailable["reason"]) => new QueueUnavailable({ reason, path: "/q.db", detail: "d" })

const errors: ReadonlyArray<readonly [Explained, number]> = [
  [new UsageError({ problem: "p", why: "w", next: "n", target: null }), 2],
  [new StepUnknown({ step: "x", missionType: "research", steps: [] }), 2],
  [new NotAProject({ directory: "/x" }), 10],
  [new MissionNotFound({ selector: "9", candidates: [], ambiguous: false }), 10],
  [new LegacyState({ file: "meta.json", field: "feature_slug" }), 8],
  [queue("busy"), 9],
  [queue("disk_full"), 1],
  [queue("not_a_database"), 1],
  [new QueueFull({ limit: "bodies", queued: 1, adding: 1, capacity: 1 }), 1],
  [new SignInNeeded({ server: "https://kitty.example", cause: "expired" }), 4],
  [new ConfigInvalid({ file: "config.yaml", line: 3, detail: "d" }), 1],
  [new StateNotWritable({ path: "/x", detail: "d" }), 1],
  [new ContractViolations({ context: "envelope", violations: [new ContractViolation({ pointer: "", rule: "r" })] }), 7]
]

describe("U-06 U-21 every typed error earns its exit code and says what, why and what next", () => {
  for (const [error, code] of errors) {
    it.effect(`${error.code} ${error.why}: ${code}`, () =>
      Effect.gen(function*() {
        const told = yield* run(Effect.fail(error))
        expect(told.exitCode).toBe(code)
        expect(told.stdout).toEqual([])
        const next = error.next === null ? "" : `\n  next  ${error.next}`
        expect(told.stderr).toEqual([`error ${error.code}: ${error.message}\n  why   ${error.why}${next}`])
      }))
    it.effect(`U-01 U-02 U-03 ${error.code} with --json: one value on stdout, nothing on stderr`, () =>
      Effect.gen(function*() {
        const told = yield* run(Effect.fail(error), { format: "json" })
        expect(told.stderr).toEqual([])
        expect(told.stdout).toHaveLength(1)
        expect(yield* decode(told.stdout[0] ?? "")).toMatchObject({
          schema: "sync-server@1",
          ok: false,
          exit_code: code,
          data: null,
          diagnostics: [{ severity: "error", code: error.code, why: error.why, fix: error.next, target: error.target }]
        })
      }))
  }
})

describe("what goes where", () => {
  const warning = new Diagnostic({
    severity: "warning", code: "SERVER-06", message: "m", why: null, fix: null, target: null
  })
  it.effect("the answer to stdout, diagnostics to stderr, the outcome's own exit code", () =>
    Effect.map(run(Effect.succeed(outcome({ diagnostics: [warning], exitCode: 5, next: ["spec-kitty sync"] }))), (told) => {
      expect(told.stdout).toEqual(["This project sends to https://kitty.example.\nNext: spec-kitty sync"])
      expect(told.stderr).toEqual(["warning SERVER-06: m"])
      expect(told.exitCode).toBe(5)
    }))
  it.effect("--quiet leaves the answer and errors", () =>
    Effect.gen(function*() {
      const error = new Diagnostic({ ...warning, severity: "error" })
      const told = yield* run(Effect.succeed(outcome({ diagnostics: [warning, error] })), { quiet: true })
      expect([told.stdout.length, told.stderr]).toEqual([1, ["error SERVER-06: m"]])
    }))
  it.effect("U-01 ok is exit_code == 0, and a partial answer keeps its data", () =>
    Effect.gen(function*() {
      for (const exitCode of [0, 5]) {
        const told = yield* run(Effect.succeed(outcome({ exitCode })), { format: "json" })
        expect(yield* decode(told.stdout[0] ?? "")).toMatchObject({ ok: exitCode === 0, exit_code: exitCode, data: report })
      }
    }))
})

describe("bugs and interruptions", () => {
  it.effect("a defect is one line without a stack trace, exit 1", () =>
    Effect.map(run(Effect.die(new Error("boom\n    at secret.ts"))), (told) => {
      expect(told).toEqual({
        exitCode: 1,
        stdout: [],
        stderr: ["error BUG-01: Something went wrong inside spec-kitty: boom"]
      })
    }))
  it.effect("--log-level debug adds the stack trace", () =>
    Effect.map(run(Effect.die(new Error("boom")), { logLevel: "debug" }), ({ stderr }) => {
      expect(stderr[0]).toMatch(/why {3}Error: boom.*run\.test/)
    }))
  it.effect("U-01 a defect with --json is one JSON value", () =>
    Effect.gen(function*() {
      const told = yield* run(Effect.die("boom"), { format: "json" })
      expect(told.stderr).toEqual([])
      expect(yield* decode(told.stdout.join(""))).toMatchObject({ exit_code: 1, diagnostics: [{ code: "BUG-01" }] })
    }))
  it.effect("a handler that can't be loaded is a bug that is told", () =>
    Effect.map(
      typed("demo", { handlers: { demo: () => Effect.die(new Error("Cannot find module")) } }),
      (told) => {
        expect(told.exitCode).toBe(1)
        expect(told.stderr.join("")).toMatch(/^error BUG-01: .*Cannot find module$/)
      }
    ))
  for (const format of ["text", "json"] as const) {
    it.effect(`U-36 an interruption is told after everything was released, as ${format}`, () =>
      Effect.gen(function*() {
        const { console, stderr, stdout } = capturing()
        const events: Array<string> = []
        const program = Effect.never.pipe(Effect.onInterrupt(() => Effect.sync(() => events.push(`released ${stdout.length + stderr.length}`))))
        const fiber = yield* Effect.fork(Effect.withConsole(present(syncServerView, invocation({ format }))(program), console))
        yield* Effect.yieldNow()
        yield* Fiber.interrupt(fiber)
        expect(events).toEqual(["released 0"])
        if (format === "text") {
          expect(stdout).toEqual([])
          expect(stderr.join("")).toMatch(/^error STOP-01: Interrupted\. What was queued is kept/)
        } else {
          expect(stderr).toEqual([])
          expect(yield* decode(stdout.join(""))).toMatchObject({ exit_code: 143, data: null, diagnostics: [{ code: "STOP-01" }] })
        }
      }))
  }
})

describe("U-06 precedence of exit codes", () => {
  it("the first of 130/143, 2, 10, 9, 8, 1, 7, 4, 6, 5, 3, 0", () => {
    expect(exitCodeOf([])).toBe(0)
    expect(exitCodeOf(["findings", "notDelivered"])).toBe(5)
    expect(exitCodeOf(["notDelivered", "quarantined"])).toBe(6)
    expect(exitCodeOf(["quarantined", "signInNeeded"])).toBe(4)
    expect(exitCodeOf(["signInNeeded", "gateRefused"])).toBe(7)
    expect(exitCodeOf(["gateRefused", "failed"])).toBe(1)
    expect(exitCodeOf(["failed", "legacyState"])).toBe(8)
    expect(exitCodeOf(["legacyState", "busy"])).toBe(9)
    expect(exitCodeOf(["busy", "notFound"])).toBe(10)
    expect(exitCodeOf(["notFound", "usage"])).toBe(2)
    expect(exitCodeOf(["usage", "terminated"])).toBe(143)
    expect(exitCodeOf(["terminated", "interrupted"])).toBe(130)
  })
})
