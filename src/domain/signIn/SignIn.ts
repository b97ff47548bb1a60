import * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"
import type { ServerUrl } from "../sync/ServerTarget.js"

/** What a server gives who signs in or renews (`POST /api/v1/token/`, `/api/v1/token/refresh/`). */
export interface IssuedTokens {
  readonly access: Redacted.Redacted<string>
  readonly accessLifetime: Duration.Duration
  /** Null where a renewal brings none: the one that was used stays good. */
  readonly refresh: Redacted.Redacted<string> | null
  readonly refreshLifetime: Duration.Duration
  /** Null where the server names no team. */
  readonly teamSlug: string | null
}

/** The same for a name and password, where a refresh token is always there. */
export interface IssuedSignIn extends IssuedTokens {
  readonly refresh: Redacted.Redacted<string>
}

/** A sign-in, whole. Its tokens are for the origin of `server` alone (G-A6). Moments are milliseconds since 1970. */
export interface SignIn {
  /** Where it was made: tokens are renewed there. */
  readonly server: ServerUrl
  readonly username: string
  /** Null where the server named no team. */
  readonly teamSlug: string | null
  readonly access: Redacted.Redacted<string>
  readonly accessExpiresAtMs: number
  readonly refresh: Redacted.Redacted<string>
  readonly refreshExpiresAtMs: number
}

/** What is stored of one: a sign-out or another tool may have taken any part of it, or written one that is none. */
export type StoredSignIn = { readonly [Part in keyof SignIn]: SignIn[Part] | null }

/** Nobody is signed in. */
export const nobody: StoredSignIn = {
  server: null,
  username: null,
  teamSlug: null,
  access: null,
  accessExpiresAtMs: null,
  refresh: null,
  refreshExpiresAtMs: null
}

const expiries = ({ accessLifetime, refreshLifetime }: IssuedTokens, nowMs: number) => ({
  accessExpiresAtMs: nowMs + Duration.toMillis(accessLifetime),
  refreshExpiresAtMs: nowMs + Duration.toMillis(refreshLifetime)
})

/** What is to be stored of a sign-in at `nowMs`. Lifetimes count from our own clock, as the original's do. */
export const signInOf = (server: ServerUrl, username: string, issued: IssuedSignIn, nowMs: number): SignIn => ({
  server,
  username,
  teamSlug: issued.teamSlug,
  access: issued.access,
  refresh: issued.refresh,
  ...expiries(issued, nowMs)
})

/** A stored sign-in that can be renewed: where, and with which token. */
export interface Renewable extends StoredSignIn {
  readonly server: ServerUrl
  readonly refresh: Redacted.Redacted<string>
}

/** Whether there is a refresh token, and a server to show it to. */
export const isRenewable = (stored: StoredSignIn): stored is Renewable => stored.server !== null && stored.refresh !== null

/** The sign-in after a renewal: who and where stay; an answer without a refresh token keeps the old one and its expiry. */
export const renewedSignIn = (before: Renewable, issued: IssuedTokens, nowMs: number): SignIn => {
  const { accessExpiresAtMs, refreshExpiresAtMs } = expiries(issued, nowMs)
  return {
    server: before.server,
    username: before.username ?? "",
    teamSlug: issued.teamSlug ?? before.teamSlug,
    access: issued.access,
    accessExpiresAtMs,
    refresh: issued.refresh ?? before.refresh,
    refreshExpiresAtMs: issued.refresh === null ? before.refreshExpiresAtMs ?? refreshExpiresAtMs : refreshExpiresAtMs
  }
}
