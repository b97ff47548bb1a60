import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as readline from "node:readline"
import { Writable } from "node:stream"
import { isatty } from "node:tty"
import { SecretInputRefused } from "../../domain/signIn/SecretInputRefused.js"
import { maxSecretBytes, secretLine } from "../../domain/signIn/secretLine.js"
import { SignInPrompt } from "../../services/SignInPrompt.js"

/** Takes what a terminal would show, and shows nothing of it. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })

/**
 * One line from the terminal, which shows what is typed or does not. Ctrl-C is a signal to the whole program, as it is
 * everywhere else; Ctrl-D is an empty answer.
 */
const asked = (question: string, shown: boolean): Effect.Effect<string> =>
  Effect.async<string>((resume) => {
    process.stderr.write(question)
    const output = shown ? process.stderr : nowhere()
    const lines = readline.createInterface({ input: process.stdin, output, terminal: true, historySize: 0 })
    const end = (answer: string) => {
      lines.off("close", onClose)
      lines.close()
      if (!shown) process.stderr.write("\n")
      resume(Effect.succeed(answer))
    }
    const onClose = () => end("")
    lines.once("line", end).once("close", onClose).once("SIGINT", () => process.kill(process.pid, "SIGINT"))
    return Effect.sync(() => {
      lines.off("close", onClose)
      lines.close()
      process.stderr.write("\n")
    })
  })

/** Up to the end of the input, or until it is more than any password. */
const wholeInput = Effect.tryPromise({
  try: async () => {
    const chunks: Array<Uint8Array> = []
    let length = 0
    for await (const chunk of process.stdin) {
      const bytes: Uint8Array = Buffer.from(chunk)
      chunks.push(bytes)
      length += bytes.length
      if (length > maxSecretBytes + 2) break
    }
    return Buffer.concat(chunks)
  },
  catch: () => new SecretInputRefused({ reason: "unreadable" })
})

const line = Effect.gen(function*() {
  if (isatty(0)) return yield* new SecretInputRefused({ reason: "terminal" })
  return Redacted.make(yield* Either.mapLeft(secretLine(yield* wholeInput), (refused) => refused))
})

/** `silence`: why nobody may be asked, whatever the terminal; none where a person may be, who is then looked for. */
export const layer = (silence: Option.Option<string>): Layer.Layer<SignInPrompt> =>
  Layer.succeed(SignInPrompt, {
    silence: Option.orElse(silence, () =>
      isatty(0) && isatty(2) ? Option.none() : Option.some("there is no terminal at which somebody could be asked")),
    ask: (question) => asked(question, true),
    askHidden: (question) => Effect.map(asked(question, false), (answer) => Redacted.make(answer)),
    line
  })
