import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { parseAccount } from "../../../src/domain/receiver/Account.js"

const parsed = (value: string) => parseAccount(Redacted.make(value))

describe("parseAccount", () => {
  it.each([["ana:pw", "ana", "pw"], ["dev@acme.example:a:b c", "dev@acme.example", "a:b c"], ["a: ", "a", " "]])(
    "N-07 reads %s: the name ends at the first colon",
    (value, name, password) => {
      const account = Either.getOrThrow(parsed(value))
      expect(account.name).toBe(name)
      expect(Redacted.value(account.password)).toBe(password)
    }
  )

  it.each(["", ":", "ana", "ana:", ":hunter2", "hunter2"])("N-07 U-30 refuses %j without saying it", (value) => {
    const refused = Either.getOrThrow(Either.flip(parsed(value)))
    expect(refused.code).toBe("RECEIVER-05")
    expect(JSON.stringify(refused) + refused.message + refused.why).not.toContain("hunter2")
  })
})
