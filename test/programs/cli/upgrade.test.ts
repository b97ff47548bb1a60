import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { noHandlers, type as typed } from "./support.js"

/** What the handler is asked for; nothing where the line is refused. */
const asked = (line: string) =>
  Effect.gen(function*() {
    const requests: Array<unknown> = []
    const upgrade = (request: unknown) => Effect.sync(() => requests.push(request) * 0)
    const { exitCode, stderr } = yield* typed(line.split(" "), { handlers: { ...noHandlers, upgrade } })
    return { exitCode, requests, stderr: stderr.join("\n") }
  })

describe("spec-kitty upgrade, the command", () => {
  it.effect("I-26 I-25 takes its flags", () =>
    Effect.gen(function*() {
      expect((yield* asked("upgrade")).requests).toEqual([{ _tag: "Upgrade", dryRun: false, backupDir: null }])
      expect((yield* asked("upgrade --dry-run --backup-dir x")).requests).toEqual([{ _tag: "Upgrade", dryRun: true, backupDir: "x" }])
      expect((yield* asked("upgrade --rollback --backup-dir x")).requests).toEqual([{ _tag: "Rollback", backupDir: "x" }])
    }))

  it.effect("U-20 refuses what can't be, and does nothing", () =>
    Effect.gen(function*() {
      for (const line of ["upgrade --rollback --dry-run", "upgrade --backup-dir", "upgrade now"]) {
        const { exitCode, requests, stderr } = yield* asked(line)
        expect([line, exitCode, requests]).toEqual([line, 2, []])
        expect(stderr).toContain("USAGE-01")
      }
    }))
})
