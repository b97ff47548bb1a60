import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import { ProgressLine } from "../../../src/domain/ProgressLine.js"
import * as ProgressNode from "../../../src/layers/node/Progress.js"
import { escapeJson } from "../../../src/programs/cli/render/escape.js"
import { Progress, type ProgressStep } from "../../../src/services/Progress.js"

const sending = (done: number): ProgressStep => ({ _tag: "Sending", kind: "bodies", done, total: 40, bytes: done * 100_000 })

const run = (enabled: boolean, steps: ReadonlyArray<ProgressStep>, columns?: number) =>
  Effect.gen(function*() {
    const written: Array<string> = []
    const stream = { write: (text: string) => written.push(text), columns }
    yield* Effect.gen(function*() {
      const { step } = yield* Progress
      for (const one of steps) {
        yield* step(one)
        yield* TestClock.adjust("1 second")
      }
    }).pipe(Effect.provide(ProgressNode.layer({ enabled, ascii: false, stream })))
    return written
  })
const clear = "\r\u001b[2K"

describe("progress", () => {
  it.effect("U-11 one line with count, bytes and time left, gone at the end", () =>
    Effect.map(run(true, [sending(0), sending(4), sending(40)]), (written) => {
      expect(written).toEqual([
        `${clear}sending bodies  0 of 40  0.0 kB`,
        `${clear}sending bodies  4 of 40  400.0 kB  about 9 s left`,
        `${clear}sending bodies  40 of 40  4.0 MB`,
        clear
      ])
    }))
  it.effect("U-10 nothing at all where nobody looks", () =>
    Effect.map(run(false, [sending(1)]), (written) => expect(written).toEqual([])))
  it.effect("at most ten lines a second", () =>
    Effect.gen(function*() {
      const written: Array<string> = []
      yield* Effect.gen(function*() {
        const { step } = yield* Progress
        for (let done = 0; done < 40; done++) yield* step(sending(done))
      }).pipe(Effect.provide(ProgressNode.layer({ enabled: true, ascii: false, stream: { write: (text) => written.push(text) } })))
      expect(written).toHaveLength(2)
    }))
  it.effect("S28 a mission's name can't act on the terminal, and the line stays one line", () =>
    Effect.map(run(true, [{ _tag: "Scanning", mission: "\u001b[2J\n图".repeat(50), done: 1, total: 2 }], 40), ([line = ""]) => {
      const text = line.slice(clear.length)
      expect(text).not.toMatch(/\p{C}/u)
      expect([...text].length).toBeLessThan(40)
    }))
  it.effect("U-04 U-11 as ndjson each step is one JSON value with count, bytes and time left, and nothing else is written", () =>
    Effect.gen(function*() {
      const written: Array<string> = []
      const odd = "a\u2028b\n"
      const steps: ReadonlyArray<ProgressStep> = [
        { _tag: "Scanning", mission: odd, done: 0, total: 2 }, sending(0), sending(4), sending(40),
        { _tag: "Waiting", milliseconds: 2000.4, undelivered: 5 }
      ]
      const options = { enabled: false, ascii: false, ndjson: escapeJson, stream: { write: (text: string) => written.push(text) } }
      yield* Effect.gen(function*() {
        const { step } = yield* Progress
        for (const one of steps) {
          yield* step(one)
          yield* step(one)
          yield* TestClock.adjust("1 second")
        }
      }).pipe(Effect.provide(ProgressNode.layer(options)))
      expect(written.every((line) => /^[^\n\u2028]+\n$/.test(line))).toBe(true)
      expect(written.map((line) => Schema.decodeSync(Schema.parseJson(ProgressLine))(line))).toEqual([
        { type: "progress", phase: "scanning", done: 0, total: 2, eta_ms: null, mission_slug: odd },
        { type: "progress", phase: "sending_bodies", done: 0, total: 40, eta_ms: null, bytes: 0 },
        { type: "progress", phase: "sending_bodies", done: 4, total: 40, eta_ms: 9000, bytes: 400_000 },
        { type: "progress", phase: "sending_bodies", done: 40, total: 40, eta_ms: null, bytes: 4_000_000 },
        { type: "progress", phase: "waiting", wait_ms: 2000, undelivered: 5 }
      ])
    }))
  it.effect("waiting says what is not delivered yet", () =>
    Effect.map(run(true, [{ _tag: "Waiting", milliseconds: 2000, undelivered: 5 }]), ([line]) => {
      expect(line).toBe(`${clear}waiting 2 s  5 not delivered yet`)
    }))
})
