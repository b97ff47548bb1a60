import * as Redacted from "effect/Redacted"
import type { Outcome } from "../../../domain/Diagnostic.js"
import { AuthStatus, LoginReport, LogoutReport, TokenReport } from "../../../domain/signIn/SignInReports.js"
import type { TokenAnswer } from "../../auth/token.js"
import { makeView, type View } from "../View.js"
import { fact, nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { since, until } from "./words.js"

const expiry = (instant: string, nowMs: number): string =>
  Date.parse(instant) > nowMs ? `until ${instant} (${until(instant, nowMs)})` : `expired ${since(instant, nowMs)} ago`

const loginText = ({ data, next }: Outcome<LoginReport>, style: Style): string => {
  const { foreign, nowMs } = style
  return [
    `Signed in at ${foreign(data.server)} as ${style.bold(foreign(data.user))}.`,
    fact("team", data.team_slug === null ? "none named" : foreign(data.team_slug)),
    fact("access", `${expiry(data.access_expires_at, nowMs)}; renewed by itself`),
    fact("sign-in", expiry(data.refresh_expires_at, nowMs)),
    fact("kept in", foreign(data.stored_in)),
    ...nextLines(next)
  ].join("\n")
}

/** `auth login`: who is signed in where, and until when. */
export const authLoginView = makeView({ schema: "auth-login@1", data: LoginReport, text: loginText })

const logoutText = ({ data, next }: Outcome<LogoutReport>, { foreign }: Style): string =>
  [
    data.removed
      ? `Signed out${data.server === null ? "" : ` of ${foreign(data.server)}`}. ` +
        "What is queued is kept, and goes out after the next sign-in."
      : "Nobody was signed in. What is queued is kept.",
    ...nextLines(next)
  ].join("\n")

/** `auth logout`: what was removed. */
export const authLogoutView = makeView({ schema: "auth-logout@1", data: LogoutReport, text: logoutText })

const access: Record<AuthStatus["access"], string> = {
  ready: "takes the token",
  renewal_due: "renews the token first",
  sign_in_needed: "needs a sign-in"
}

const nextRequest = ({ access: state, sending_denied, why }: AuthStatus, style: Style): string => {
  if (sending_denied) return style.warn("is not made: SPEC_KITTY_ENABLE_SAAS_SYNC denies sending")
  if (state !== "sign_in_needed") return style.good(access[state])
  return style.warn(why === null ? access[state] : `${access[state]}: ${style.foreign(why)}`)
}

const answer = ({ check, server, sending_denied }: AuthStatus, style: Style): ReadonlyArray<string> => {
  if (check === undefined) return server === null || sending_denied ? [] : [fact("answer", "not asked; --check asks it")]
  const said = style.foreign(check.verdict === "ok" ? check.evidence : check.why)
  return [fact("answer", style[check.verdict === "ok" ? "good" : "warn"](`${check.verdict}: ${said}`))]
}

const storedLines = (data: AuthStatus, { foreign, nowMs }: Style): ReadonlyArray<string> =>
  data.signed_in_at === null && data.user === null ? [fact("user", "nobody is signed in")] : [
    fact("user", `${foreign(data.user ?? "unknown")} at ${foreign(data.signed_in_at ?? "an unknown server")}`),
    fact("team", data.team_slug === null ? "none named" : foreign(data.team_slug)),
    ...(data.access_expires_at === null ? [] : [fact("access", expiry(data.access_expires_at, nowMs))]),
    ...(data.refresh_expires_at === null ? [] : [fact("sign-in", expiry(data.refresh_expires_at, nowMs))]),
    fact("kept in", foreign(data.stored_in))
  ]

const statusText = ({ data, next }: Outcome<AuthStatus>, style: Style): string =>
  [
    style.bold(data.server === null ? "No server" : style.foreign(data.server)),
    ...(data.source === "environment" ? [fact("token", "SPEC_KITTY_TOKEN; it names no expiry")] : []),
    ...storedLines(data, style),
    fact("request", `the next one ${nextRequest(data, style)}`),
    ...answer(data, style),
    ...nextLines(next)
  ].join("\n")

/** `auth status`: who is signed in, and what the next request would do. */
export const authStatusView = makeView({ schema: "auth-status@1", data: AuthStatus, text: statusText })

const reportView = makeView({ schema: "auth-token@1", data: TokenReport, text: () => "" })

/** `auth token`: the token as text, for the shell; all but the token as JSON. */
export const authTokenView: View<TokenAnswer> = {
  schema: reportView.schema,
  json: (said) => reportView.json({ ...said, data: said.data === null ? null : said.data.report }),
  text: ({ data }) => Redacted.value(data.token),
  tells: () => false,
  lines: () => [],
  reports: {}
}
