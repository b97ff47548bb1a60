import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type { Outcome } from "../../domain/Diagnostic.js"
import { SendingDenied } from "../../domain/signIn/SendingDenied.js"
import { TokenReport } from "../../domain/signIn/SignInReports.js"
import { Instant } from "../../domain/text.js"
import { AccessTokens } from "../../services/AccessTokens.js"
import { Credentials } from "../../services/Credentials.js"
import { takeNotices } from "../../services/Notices.js"
import { Settings } from "../../services/Settings.js"
import { noTokenAnywhere, type OfProject, serverAskedAbout } from "./signInServer.js"

/** An access token, and what may be said about it. */
export interface TokenAnswer {
  readonly token: Redacted.Redacted<string>
  readonly report: TokenReport
}

const answer = (data: TokenAnswer, diagnostics: Outcome<TokenAnswer>["diagnostics"]): Outcome<TokenAnswer> => ({
  data,
  diagnostics,
  exitCode: 0,
  next: []
})

/** The token of the environment is whoever's set it, so it needs no server that is known here. */
const ofEnvironment = Effect.gen(function*() {
  const { token } = yield* Settings
  if (Option.isNone(token)) return yield* yield* noTokenAnywhere
  const report = new TokenReport({ server: null, source: "environment", expires_at: null })
  return answer({ token: token.value, report }, yield* takeNotices)
})

/** The token of the next request: renewed first where it has expired, unless the environment denies asking the server. */
export const accessToken = Effect.fn("accessToken")(function*<R>(ofProject: OfProject<R>) {
  const server = yield* serverAskedAbout(ofProject)
  if (Option.isNone(server)) return yield* ofEnvironment
  const credentials = yield* Credentials
  const before = yield* credentials.describe(server.value)
  if (before.renewalDue && (yield* Settings).sendingDenied) return yield* new SendingDenied({ server: server.value })
  const token = yield* (yield* AccessTokens).current(server.value)
  const { expiresAtMs, source } = yield* credentials.describe(server.value)
  const report = new TokenReport({
    server: server.value,
    source,
    expires_at: expiresAtMs === null ? null : Instant.make(DateTime.formatIso(DateTime.unsafeMake(expiresAtMs)))
  })
  return answer({ token, report }, yield* takeNotices)
})
