import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import { type Fault, faultsOf } from "./Fault.js"
import { SignInCounts } from "./SignInCounts.js"

/** How long issued tokens last, and what becomes of a used refresh token. */
export interface TokenRules {
  readonly accessLifetimeMs: number
  /** Requests that one access token is good for; infinite where only time ends it. */
  readonly accessUses: number
  readonly refreshLifetimeMs: number
  /** Answers to a refresh hold no next refresh token: the one that was used stays good. */
  readonly keepsRefresh: boolean
}

interface Issued {
  readonly account: string
  readonly expiresAtMs: number
}

/** Every token a receiver has issued, by a hash of it: nobody can read the tokens off it. */
export interface TokenBook {
  readonly access: HashMap.HashMap<string, Issued & { readonly usesLeft: number }>
  /** The ones that are good, or were until they expired. A used one is gone. */
  readonly refresh: HashMap.HashMap<string, Issued>
  readonly counts: SignInCounts
}

export const emptyBook: TokenBook = {
  access: HashMap.empty(),
  refresh: HashMap.empty(),
  counts: new SignInCounts({ logins: 0, refreshes: 0, refused: 0 })
}

/** 15 minutes and 7 days, unless faults say otherwise. Of several such faults the harshest counts. */
export const tokenRules = (faults: ReadonlyArray<Fault>): TokenRules => ({
  accessLifetimeMs: Math.min(900_000, ...faultsOf(faults, "AccessLifetime").map(({ lifetimeMs }) => lifetimeMs)),
  accessUses: Math.min(Infinity, ...faultsOf(faults, "ExpireAccess").map(({ requests }) => requests)),
  refreshLifetimeMs: 604_800_000,
  keepsRefresh: faultsOf(faults, "KeepRefresh").length > 0
})

/** Hashes of the tokens that an answer is going to hold. */
export interface NewTokens {
  readonly access: string
  readonly refresh: string
}

const counted = (counts: SignInCounts, key: keyof SignInCounts): SignInCounts =>
  new SignInCounts({ ...counts, [key]: counts[key] + 1 })

const issueAccess = (book: TokenBook, account: string, hash: string, rules: TokenRules, nowMs: number) =>
  HashMap.set(book.access, hash, { account, expiresAtMs: nowMs + rules.accessLifetimeMs, usesLeft: rules.accessUses })

const issueRefresh = (book: TokenBook, account: string, hash: string, rules: TokenRules, nowMs: number) =>
  HashMap.set(book.refresh, hash, { account, expiresAtMs: nowMs + rules.refreshLifetimeMs })

/** A user signed in: both tokens are good from now on. */
export const signedIn = (
  book: TokenBook,
  account: string,
  tokens: NewTokens,
  rules: TokenRules,
  nowMs: number
): TokenBook => ({
  access: issueAccess(book, account, tokens.access, rules, nowMs),
  refresh: issueRefresh(book, account, tokens.refresh, rules, nowMs),
  counts: counted(book.counts, "logins")
})

/** A sign-in or refresh that was refused. */
export const refused = (book: TokenBook): TokenBook => ({ ...book, counts: counted(book.counts, "refused") })

/** The book after a refresh with the token of hash `used`; none where that one is not good (any more). */
export const refreshed = (
  book: TokenBook,
  used: string,
  tokens: NewTokens,
  rules: TokenRules,
  nowMs: number
): Option.Option<TokenBook> =>
  Option.map(
    Option.filter(HashMap.get(book.refresh, used), ({ expiresAtMs }) => nowMs < expiresAtMs),
    ({ account }) => {
      const rest = { ...book, refresh: HashMap.remove(book.refresh, used) }
      return {
        access: issueAccess(book, account, tokens.access, rules, nowMs),
        refresh: rules.keepsRefresh ? book.refresh : issueRefresh(rest, account, tokens.refresh, rules, nowMs),
        counts: counted(book.counts, "refreshes")
      }
    }
  )

/** `unknown`: not issued here: somebody else has to judge it. `over`: issued, and not good for a request (any more). */
export type AccessVerdict = "good" | "over" | "unknown"

/** Judges the access token of one request, which costs it one use where it is good. */
export const useAccess = (book: TokenBook, hash: string, nowMs: number): readonly [AccessVerdict, TokenBook] => {
  const issued = Option.getOrNull(HashMap.get(book.access, hash))
  if (issued === null) return [HashMap.has(book.refresh, hash) ? "over" : "unknown", book]
  if (nowMs >= issued.expiresAtMs || issued.usesLeft <= 0) return ["over", book]
  const access = HashMap.set(book.access, hash, { ...issued, usesLeft: issued.usesLeft - 1 })
  return ["good", { ...book, access }]
}
