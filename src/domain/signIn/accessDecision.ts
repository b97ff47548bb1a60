import * as Data from "effect/Data"
import * as Redacted from "effect/Redacted"
import { isCarriable } from "../sync/accessToken.js"
import { serverOrigin } from "../sync/parseServerUrl.js"
import type { ServerUrl } from "../sync/ServerTarget.js"
import type { SignInNeeded } from "../sync/SignInNeeded.js"
import { isRenewable, type Renewable, type StoredSignIn } from "./SignIn.js"

/** For how long beyond its expiry a token is believed to be good: clocks differ, and the server's 401 is the truth (G-A5). */
const toleranceMs = 60_000

/** Which token the next request to a server takes. `Needed`: none, and none can be had without a person. */
export type AccessDecision = Data.TaggedEnum<{
  Use: { readonly access: Redacted.Redacted<string> }
  Renew: { readonly stored: Renewable }
  Needed: { readonly cause: SignInNeeded["cause"] }
}>
export const AccessDecision = Data.taggedEnum<AccessDecision>()

const expired = ({ accessExpiresAtMs }: StoredSignIn, nowMs: number): boolean =>
  accessExpiresAtMs === null || accessExpiresAtMs + toleranceMs <= nowMs

/** Whether two tokens, where there are two, are the same one. */
export const isSameToken = (one: Redacted.Redacted<string> | null, other: Redacted.Redacted<string> | null): boolean =>
  one !== null && other !== null && Redacted.value(one) === Redacted.value(other)

/** Whether the stored sign-in was made at this server's origin: its tokens and its team are for no other (G-A6). */
export const isSignInAt = (stored: StoredSignIn, server: ServerUrl | null): boolean =>
  stored.server !== null && server !== null && serverOrigin(stored.server) === serverOrigin(server)

/**
 * By what is stored, at `nowMs`. A token goes to the origin it was made for and nowhere else (G-A6). One without a
 * readable expiry has expired, and so has `refused`, to which the server answered 401. The expiry of the refresh token is
 * not asked for: the clock may be wrong, the server knows.
 */
export const accessDecision = (
  stored: StoredSignIn,
  server: ServerUrl,
  nowMs: number,
  refused: Redacted.Redacted<string> | null = null
): AccessDecision => {
  const { access } = stored
  if (access === null && stored.refresh === null) return AccessDecision.Needed({ cause: "no_token" })
  if (!isSignInAt(stored, server)) return AccessDecision.Needed({ cause: "other_server" })
  const carriable = access !== null && isCarriable(Redacted.value(access))
  const isRefused = isSameToken(access, refused)
  if (carriable && !isRefused && !expired(stored, nowMs)) return AccessDecision.Use({ access })
  if (isRenewable(stored)) return AccessDecision.Renew({ stored })
  if (isRefused) return AccessDecision.Needed({ cause: "refused" })
  return AccessDecision.Needed({ cause: carriable ? "expired" : "malformed" })
}
