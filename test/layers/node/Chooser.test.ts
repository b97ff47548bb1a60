import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { PassThrough } from "node:stream"
import { atDesk, layer } from "../../../src/layers/node/Chooser.js"
import { escapeText } from "../../../src/programs/cli/render/escape.js"
import { Chooser } from "../../../src/services/Chooser.js"

const desk = (...typed: ReadonlyArray<string>) => {
  const input = new PassThrough()
  const output = new PassThrough()
  for (const text of typed) input.write(text)
  return { input, output, said: () => String(output.read() ?? "") }
}
const choose = (it: ReturnType<typeof desk>) => atDesk(it, escapeText).choose("Which?", ["one", "t\u001b[31mwo"])

describe("choosing at a terminal", () => {
  it.live("U-11 the choices are numbered from 1, text of others is made safe, and a number is the answer", () =>
    Effect.gen(function*() {
      const it = desk("2\n")
      expect(yield* choose(it)).toEqual(Option.some(1))
      const said = it.said()
      expect(said).toContain("Which?\n  1  one\n  2  t\\u{1b}[31mwo\n")
      expect(said).not.toContain("\u001b")
    }))

  it.live.each(["", "\n", "  \n"])("U-11 no answer is none: %j", (typed) =>
    Effect.gen(function*() {
      const it = desk(typed)
      it.input.end()
      expect(yield* choose(it)).toEqual(Option.none())
    }))

  it.live("U-11 what is no number of the list is asked again", () =>
    Effect.gen(function*() {
      const it = desk()
      const fiber = yield* Effect.fork(choose(it))
      for (const line of ["0", "3", "x", "1.5", "-1", "1"]) {
        it.input.write(`${line}\n`)
        yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
        yield* Effect.yieldNow()
      }
      expect(yield* Fiber.join(fiber)).toEqual(Option.some(0))
      expect(it.said().match(/Number, 1 to 2/g)).toHaveLength(6)
    }))

  it.live("U-11 interrupted, it lets go of the input", () =>
    Effect.gen(function*() {
      const it = desk()
      const fiber = yield* Effect.fork(choose(it))
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* Fiber.interrupt(fiber)
      expect(it.input.isPaused()).toBe(true)
    }))

  it.effect("U-11 nobody is asked where nothing may be asked, and without a terminal", () =>
    Effect.gen(function*() {
      for (const mayAsk of [true, false]) {
        const ask = Effect.flatMap(Chooser, (chooser) => chooser.choose("Which?", ["one"]))
        expect(yield* Effect.provide(ask, layer({ mayAsk, escape: escapeText }))).toEqual(Option.none())
      }
    }))
})
