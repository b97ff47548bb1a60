import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as readline from "node:readline"
import type { Readable, Writable } from "node:stream"
import { isatty } from "node:tty"
import { Chooser } from "../../services/Chooser.js"
import { Environment, variable } from "./Settings.js"

export interface ChooserOptions {
  /** False where the command line says that nothing is to be asked. */
  readonly mayAsk: boolean
  /** Makes text of others fit for a terminal. */
  readonly escape: (text: string) => string
}

/** Where questions are put and answers come from. Nothing of it is the answer of the command, so it is not stdout. */
export interface Desk {
  readonly input: Readable
  readonly output: Writable
}

/** The next line; none at the end of the input. Interrupting it lets go of the input. */
const nextLine = ({ input, output }: Desk, prompt: string) =>
  Effect.async<Option.Option<string>>((resume) => {
    // Not in raw mode: Ctrl-C stays a signal, which ends the command as it ends any other.
    const lines = readline.createInterface({ input, output, terminal: false })
    lines.once("line", (line) => {
      resume(Effect.succeedSome(line))
      lines.close()
    })
    lines.once("close", () => resume(Effect.succeedNone))
    output.write(prompt)
    return Effect.sync(() => lines.close())
  })

/** The index that a typed number stands for; none for anything that is no number of the list. */
const indexOf = (line: string, length: number): Option.Option<number> =>
  Option.filter(Option.some(Number(line) - 1), (index) => /^\s*\d{1,9}\s*$/.test(line) && index >= 0 && index < length)

/** Asks until a number of the list comes, or nothing. */
const askUntil = (desk: Desk, length: number): Effect.Effect<Option.Option<number>> =>
  Effect.flatMap(nextLine(desk, `Number, 1 to ${length} (nothing to leave it): `), Option.match({
    onNone: () => Effect.succeedNone,
    onSome: (line) => {
      if (line.trim() === "") return Effect.succeedNone
      const index = indexOf(line, length)
      return Option.isSome(index) ? Effect.succeed(index) : askUntil(desk, length)
    }
  }))

/** A person at a desk. */
export const atDesk = (desk: Desk, escape: ChooserOptions["escape"]): Chooser["Type"] => ({
  choose: (question, choices) => {
    const list = choices.map((choice, index) => `  ${index + 1}  ${escape(choice)}\n`).join("")
    return Effect.zipRight(Effect.sync(() => desk.output.write(`${question}\n${list}`)), askUntil(desk, choices.length))
  }
})

/** Nobody to ask. */
export const nobody: Chooser["Type"] = { choose: () => Effect.succeedNone }

/**
 * The person at the terminal, asked on stderr. Nobody where stdin or stderr is no terminal, in CI, and where
 * `SPEC_KITTY_NON_INTERACTIVE` is set.
 */
export const layer = ({ escape, mayAsk }: ChooserOptions): Layer.Layer<Chooser> =>
  Layer.effect(
    Chooser,
    Effect.map(Environment, (environment) => {
      const isSet = (name: string) => Option.isSome(variable(environment, name))
      const somebody = mayAsk && isatty(0) && isatty(2) && !isSet("CI") && !isSet("SPEC_KITTY_NON_INTERACTIVE")
      return somebody ? atDesk({ input: process.stdin, output: process.stderr }, escape) : nobody
    })
  )
