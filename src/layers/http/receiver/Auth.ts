import * as HttpApiMiddleware from "@effect/platform/HttpApiMiddleware"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as HttpApiSecurity from "@effect/platform/HttpApiSecurity"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { AuthenticationRequired } from "../../../domain/wire/refusals.js"
import { matchesOne } from "./digest.js"
import type { SignInDesk } from "./signInDesk.js"

const unauthorized = AuthenticationRequired.annotations(HttpApiSchema.annotations({ status: 401 }))

/** Guards the API: a bearer token, always. */
export class ApiToken extends HttpApiMiddleware.Tag<ApiToken>()("spec-kitty/ReceiverApiToken", {
  failure: unauthorized,
  security: { bearer: HttpApiSecurity.bearer }
}) {}

/** Guards the ledger: one of the bearer tokens that the receiver was given; nothing where it was given none. */
export class LedgerToken extends HttpApiMiddleware.Tag<LedgerToken>()("spec-kitty/ReceiverLedgerToken", {
  failure: unauthorized,
  security: { bearer: HttpApiSecurity.bearer }
}) {}

/** The token of `Authorization: Bearer …`; empty for any other scheme, which the platform does not tell apart. */
const bearerToken = Effect.map(
  HttpServerRequest.HttpServerRequest,
  ({ headers }) => /^Bearer +([^\s]+)$/i.exec(headers["authorization"] ?? "")?.[1] ?? ""
)

const refusal = Effect.fail({ error: "authentication_required" } as const)

/** Which bearer tokens open the API, beside the ones that were issued. */
export interface OpenTo {
  readonly tokens: ReadonlyArray<Redacted.Redacted<string>>
  /** True where accounts were given: then only who signed in, or has one of `tokens`, gets in. */
  readonly accountsOnly: boolean
}

/**
 * An issued token is judged by the desk alone, also where any token would do. Without tokens and accounts any non-empty
 * bearer token opens the API. The ledger is open unless there are tokens, and issued ones don't open it.
 */
export const layerTokens = (
  { accountsOnly, tokens }: OpenTo,
  desk: SignInDesk
): Layer.Layer<ApiToken | LedgerToken> => {
  const known = matchesOne(tokens)
  const anyWillDo = tokens.length === 0 && !accountsOnly
  const check = Effect.gen(function*() {
    const token = yield* bearerToken
    const verdict = token === "" ? "over" : yield* desk.admit(token)
    if (verdict === "good" || (verdict === "unknown" && (anyWillDo || known(token)))) return
    return yield* refusal
  })
  const checkLedger = Effect.flatMap(bearerToken, (token) => (known(token) ? Effect.void : refusal))
  return Layer.merge(
    Layer.succeed(ApiToken, { bearer: () => check }),
    Layer.succeed(LedgerToken, { bearer: () => (tokens.length === 0 ? Effect.void : checkLedger) })
  )
}
