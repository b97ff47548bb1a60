import { describe, expect, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { Check, ok, worst } from "../../../src/domain/health/Check.js"
import { commandNames } from "../../../src/programs/cli/app.js"
import { marker } from "../../fixtures/secrets.js"
import { brokenStates } from "./brokenStates.js"
import { doctorJson, run, SoundProject, soundProject, statusJson, syncStatusJson } from "./world.js"

/** Commands that a text names: every one of them has to exist. */
const unknownCommands = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/(?<!newer )spec-kitty ([a-z]+(?: [a-z]+)?)/g)].map(([, words = ""]) => words)
    .filter((words) => !commandNames.some((name) => words === name || words.startsWith(`${name} `)))

const fresh = Effect.flatMap(SoundProject, (made) => made.fresh)

layer(soundProject, { excludeTestServices: true, timeout: 60_000 })("doctor", (it) => {
  it.scoped("U-25 G-H1 a sound project is healthy, and every check names what it looked at", () =>
    Effect.gen(function*() {
      const sound = yield* fresh
      const { data, diagnostics, exit_code, next } = yield* doctorJson(sound)
      expect(data?.checks.filter(({ verdict }) => verdict !== "ok")).toEqual([])
      expect({ exit_code, diagnostics, next, healthy: data?.healthy, verdict: data?.verdict })
        .toEqual({ exit_code: 0, diagnostics: [], next: [], healthy: true, verdict: "ok" })
      expect(data?.checks).toHaveLength(19)
      for (const { evidence, id } of data?.checks ?? []) expect(evidence?.trim().length, id).toBeGreaterThan(10)
      const said = (id: string) => data?.checks.find((check) => check.id === id)?.evidence
      expect(said("queue.conservation")).toMatch(/events: (\d+) captured = \1 delivered \+ 0 superseded .* rows counted: events 0 pending/)
      expect(said("server.answer")).toContain(`${sound.url} took the token: HTTP 400: No events provided, at 2`)
      expect(said("server.receipts")).toMatch(/3 receipts of 1 mission, the last of each: 001-alpha 2\d{3}-/)
      const text = yield* run(sound, "sync doctor")
      expect(text.stdout.join("\n")).toContain("Healthy: all 19 checks are ok.")
      expect(JSON.stringify([text, data])).not.toContain(marker)
    }), 60_000)

  it.scoped("U-25 without asking the server it is not healthy: what was not asked is not known", () =>
    Effect.gen(function*() {
      const sound = yield* fresh
      const { exitCode, stdout } = yield* run(sound, "doctor --offline")
      expect(exitCode).toBe(3)
      expect(stdout.join("\n")).toContain("Not healthy: 1 unknown of 19 checks.")
    }), 60_000)

  it.effect("U-25 there are more than twenty broken states", () =>
    Effect.sync(() => {
      expect(brokenStates.length).toBeGreaterThanOrEqual(40)
      expect(new Set(brokenStates.map(({ name }) => name)).size).toBe(brokenStates.length)
    }))

  for (const { breaks, check, exit = 3, name, says } of brokenStates) {
    it.scoped(`U-25 G-H1 G-H2 never green: ${name}`, () =>
      Effect.gen(function*() {
        const sound = yield* fresh
        yield* breaks(sound)

        const { data, exit_code, ok: fine } = yield* doctorJson(sound)
        const named = data?.checks.find(({ id }) => id === check)
        expect(data?.healthy).toBe(false)
        expect({ fine, exit_code }).toEqual({ fine: false, exit_code: exit })
        expect(named?.verdict, JSON.stringify(data?.checks.filter(({ verdict }) => verdict !== "ok"))).not.toBe("ok")
        expect(`${named?.evidence} ${named?.why}`).toMatch(says)
        expect(named?.fix).toEqual(expect.any(String))
        for (const each of data?.checks ?? []) expect(unknownCommands(each.fix ?? ""), each.fix ?? "").toEqual([])
        // Every check was taken, whatever became of the others.
        expect(data?.checks).toHaveLength(19)

        // The same looks in `status`: what the doctor does not call ok, nobody calls ok.
        const verdicts = new Map(data?.checks.map(({ id, verdict }) => [id, verdict]))
        const status = yield* statusJson(sound)
        for (const { id, verdict } of status.data?.checks ?? []) {
          if (verdict === "ok") expect([id, verdicts.get(id)]).toEqual([id, "ok"])
        }
        expect(status.exit_code !== 0 || status.data?.sync !== null).toBe(true)
        const asked = check.startsWith("server.") && check !== "server.receipts"
        const queue = yield* syncStatusJson(sound, asked ? " --check" : "")
        expect(JSON.stringify([data, status, queue])).not.toMatch(new RegExp(`${marker}|ready`))
        if (asked) {
          expect(queue.exit_code).not.toBe(0)
          expect(queue.data?.check?.verdict).not.toBe("ok")
        }
      }), 60_000)
  }
})

describe("a check", () => {
  it("G-H1 can't be ok without evidence", () => {
    expect(() => ok(" ")).toThrow()
    const decode = Schema.decodeUnknownEither(Check)
    const check = { id: "a", title: "A", verdict: "ok", code: null, why: null, fix: null, target: null }
    expect(Either.isLeft(decode({ ...check, evidence: null }))).toBe(true)
    expect(Either.isLeft(decode({ ...check, evidence: "" }))).toBe(true)
    expect(Either.isRight(decode({ ...check, evidence: "12 rows" }))).toBe(true)
    // @ts-expect-error a verdict without evidence does not type-check
    const untyped: Check = { ...check, verdict: "ok", evidence: null }
    expect(untyped.evidence).toBeNull()
  })
  it("U-25 the worst of all counts, and nothing is not well", () => {
    expect(worst([])).toBe("unknown")
    expect(worst(["ok", "warning"])).toBe("warning")
    expect(worst(["unknown", "warning", "ok"])).toBe("unknown")
    expect(worst(["unknown", "error"])).toBe("error")
  })
})
