import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import { type Account, teamSlug } from "../../../domain/receiver/Account.js"
import { type Fault, faultsOf } from "../../../domain/receiver/Fault.js"
import { reply, type Reply } from "../../../domain/receiver/Reply.js"
import type { SignInCounts } from "../../../domain/receiver/SignInCounts.js"
import {
  type AccessVerdict,
  emptyBook,
  refreshed,
  refused,
  signedIn,
  type TokenBook,
  type TokenRules,
  tokenRules,
  useAccess
} from "../../../domain/receiver/TokenBook.js"
import { RefreshRequest, SignInRequest } from "../../../domain/wire/signIn.js"
import { digestHex, matchesOne } from "./digest.js"

/** Who signs in, who is signed in, and how often that was asked for. Gone with the process. */
export interface SignInDesk {
  /** The answer to a sign-in: 200, 400 or 401. */
  readonly login: (request: unknown) => Effect.Effect<Reply>
  /** The answer to a refresh: 200, 400 or 401. */
  readonly refresh: (request: unknown) => Effect.Effect<Reply>
  /** Judges an access token, which costs it one request. */
  readonly admit: (token: string) => Effect.Effect<AccessVerdict>
  readonly counts: Effect.Effect<SignInCounts>
}

const decodeLogin = Schema.decodeUnknownOption(SignInRequest)
const decodeRefresh = Schema.decodeUnknownOption(RefreshRequest)

const notALogin = reply(400, { error: "bad_request", detail: "username and password must be texts that are not empty" })
const notARefresh = reply(400, { error: "bad_request", detail: "refresh must be a text that is not empty" })
const badCredentials = reply(401, { error: "invalid_credentials" })
const badRefresh = reply(401, { error: "invalid_refresh_token" })

/** A JWT's first part that says what made it, so that such a token is known wherever it turns up. */
export const issuedTokenPrefix = `${Buffer.from("{\"alg\":\"none\",\"iss\":\"receiver\"}").toString("base64url")}.`

/** Shaped like a JWT, and opaque. */
const newToken = Effect.sync(() =>
  `${issuedTokenPrefix}${randomBytes(24).toString("base64url")}.${randomBytes(8).toString("base64url")}`)

const newTokens = Effect.map(Effect.all({ access: newToken, refresh: newToken }), (tokens) => ({
  ...tokens,
  hashes: { access: digestHex(tokens.access), refresh: digestHex(tokens.refresh) }
}))

const lifetimes = ({ accessLifetimeMs, refreshLifetimeMs }: TokenRules) => ({
  access_lifetime: Math.max(1, Math.round(accessLifetimeMs / 1000)),
  refresh_lifetime: Math.round(refreshLifetimeMs / 1000),
  team_slug: teamSlug
})

/** Without accounts every name and password signs in. */
const knows = (accounts: ReadonlyArray<Account>) => {
  const known = matchesOne(accounts.map(({ name, password }) => Redacted.make(`${name}:${Redacted.value(password)}`)))
  return (name: string, password: string): boolean => accounts.length === 0 || known(`${name}:${password}`)
}

const loginWith = (book: Ref.Ref<TokenBook>, rules: TokenRules, accounts: ReadonlyArray<Account>) => {
  const isKnown = knows(accounts)
  return Effect.fn("SignInDesk.login")(function*(request: unknown) {
    const decoded = decodeLogin(request)
    if (Option.isNone(decoded)) return notALogin
    const { password, username } = decoded.value
    if (!isKnown(username, Redacted.value(password))) return yield* Effect.as(Ref.update(book, refused), badCredentials)
    const { access, hashes, refresh } = yield* newTokens
    const nowMs = yield* Clock.currentTimeMillis
    yield* Ref.update(book, (before) => signedIn(before, username, hashes, rules, nowMs))
    return reply(200, { access, refresh, ...lifetimes(rules) })
  })
}

const refreshWith = (book: Ref.Ref<TokenBook>, rules: TokenRules, faults: ReadonlyArray<Fault>) =>
  Effect.gen(function*() {
    const toRefuse = yield* Ref.make(faultsOf(faults, "RefreshRefused").reduce((sum, { count }) => sum + count, 0))
    return Effect.fn("SignInDesk.refresh")(function*(request: unknown) {
      const decoded = decodeRefresh(request)
      if (Option.isNone(decoded)) return notARefresh
      const refusing = yield* Ref.modify(toRefuse, (left) => [left > 0, Math.max(0, left - 1)])
      const used = digestHex(Redacted.value(decoded.value.refresh))
      const { access, hashes, refresh } = yield* newTokens
      const nowMs = yield* Clock.currentTimeMillis
      return yield* Ref.modify(book, (before) =>
        Option.match(refusing ? Option.none() : refreshed(before, used, hashes, rules, nowMs), {
          onNone: () => [badRefresh, refused(before)],
          onSome: (after) =>
            [reply(200, { access, ...(rules.keepsRefresh ? {} : { refresh }), ...lifetimes(rules) }), after]
        }))
    })
  })

/** One desk per server: its tokens are good at this server alone. */
export const makeSignInDesk = (
  accounts: ReadonlyArray<Account>,
  faults: ReadonlyArray<Fault>
): Effect.Effect<SignInDesk> =>
  Effect.gen(function*() {
    const book = yield* Ref.make(emptyBook)
    const rules = tokenRules(faults)
    return {
      login: loginWith(book, rules, accounts),
      refresh: yield* refreshWith(book, rules, faults),
      admit: (token) =>
        Effect.flatMap(Clock.currentTimeMillis, (nowMs) =>
          Ref.modify(book, (before) => useAccess(before, digestHex(token), nowMs))),
      counts: Effect.map(Ref.get(book), ({ counts }) => counts)
    }
  })
