import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Account } from "../../services/SignInServer.js"
import { SignInPrompt } from "../../services/SignInPrompt.js"
import { UsageError } from "../cli/UsageError.js"

/** How the account was given on the command line. A password never is: every user of the machine could read it there. */
export interface GivenAccount {
  /** As typed: it stays in the next step that is named. */
  readonly server: string | null
  /** Null: to be asked for. */
  readonly username: string | null
  /** The password is the one line of standard input; else it is to be asked for. */
  readonly passwordStdin: boolean
}

const missing = (flag: string, why: string, loginAgain: string): UsageError =>
  new UsageError({
    problem: flag === "--username" ? "Who signs in was not said." : "There is nobody to ask for the password.",
    why,
    next: `${loginAgain} --username NAME --password-stdin`,
    target: flag
  })

/** An empty answer is none: a person who changed their mind. */
const notGiven = (what: string, loginAgain: string): UsageError =>
  new UsageError({
    problem: `No ${what} was given. Nothing was sent.`,
    why: "the answer was empty",
    next: loginAgain,
    target: null
  })

/** Name and password, from the command line, standard input or the person, whom nothing else is asked. */
export const whoSignsIn = Effect.fn("whoSignsIn")(function*({ passwordStdin, server, username }: GivenAccount) {
  const loginAgain = `spec-kitty auth login${server === null ? "" : ` --server ${server}`}`
  const prompt = yield* SignInPrompt
  const silence = passwordStdin ? Option.some("standard input is the password's") : prompt.silence
  if (Option.isSome(silence) && username === null) return yield* missing("--username", silence.value, loginAgain)
  if (Option.isSome(silence) && !passwordStdin) return yield* missing("--password-stdin", silence.value, loginAgain)
  const name = (username ?? (yield* prompt.ask("User name: "))).trim()
  if (name === "") return yield* notGiven("user name", loginAgain)
  const password = yield* passwordStdin ? prompt.line : prompt.askHidden("Password (not shown): ")
  if (Redacted.value(password) === "") return yield* notGiven("password", loginAgain)
  const account: Account = { username: name, password }
  return account
})
