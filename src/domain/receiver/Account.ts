import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { AccountInvalid } from "./receiverErrors.js"

/** Somebody who may sign in to the reference receiver. */
export interface Account {
  readonly name: string
  readonly password: Redacted.Redacted<string>
}

/** Team of every account of the reference receiver. */
export const teamSlug = "acme"

/** Reads the value of one `--account`: the name ends at the first colon, the password is all behind it. */
export const parseAccount = (value: Redacted.Redacted<string>): Either.Either<Account, AccountInvalid> => {
  const [, name = "", password = ""] = /^([^:]+):(.+)$/s.exec(Redacted.value(value)) ?? []
  return name === "" ? Either.left(new AccountInvalid()) : Either.right({ name, password: Redacted.make(password) })
}
