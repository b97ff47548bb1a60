import * as HttpApiMiddleware from "@effect/platform/HttpApiMiddleware"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as HttpApiSecurity from "@effect/platform/HttpApiSecurity"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { createHash, timingSafeEqual } from "node:crypto"
import { AuthenticationRequired } from "../../../domain/wire/refusals.js"

const unauthorized = AuthenticationRequired.annotations(HttpApiSchema.annotations({ status: 401 }))

/** Guards the API: a bearer token, always. */
export class ApiToken extends HttpApiMiddleware.Tag<ApiToken>()("spec-kitty/ReceiverApiToken", {
  failure: unauthorized,
  security: { bearer: HttpApiSecurity.bearer }
}) {}

/** Guards the ledger: a bearer token where the receiver was given any, nothing otherwise. */
export class LedgerToken extends HttpApiMiddleware.Tag<LedgerToken>()("spec-kitty/ReceiverLedgerToken", {
  failure: unauthorized,
  security: { bearer: HttpApiSecurity.bearer }
}) {}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest()

/** The token of `Authorization: Bearer …`; empty for any other scheme, which the platform does not tell apart. */
const bearerToken = Effect.map(
  HttpServerRequest.HttpServerRequest,
  ({ headers }) => /^Bearer +([^\s]+)$/i.exec(headers["authorization"] ?? "")?.[1] ?? ""
)

/** Compares digests of equal length with every token, so that time tells nothing about any of them. */
const matchesOne = (tokens: ReadonlyArray<Redacted.Redacted<string>>) => {
  const expected = tokens.map((token) => digest(Redacted.value(token)))
  return (token: string): boolean => {
    const given = digest(token)
    return expected.reduce((found, one) => timingSafeEqual(one, given) || found, false)
  }
}

const refusal = Effect.fail({ error: "authentication_required" } as const)

/** Without tokens any non-empty bearer token opens the API, and the ledger is open. */
export const layerTokens = (
  tokens: ReadonlyArray<Redacted.Redacted<string>>
): Layer.Layer<ApiToken | LedgerToken> => {
  const known = matchesOne(tokens)
  const good = (token: string): boolean => token !== "" && (tokens.length === 0 || known(token))
  const check = Effect.flatMap(bearerToken, (token) => (good(token) ? Effect.void : refusal))
  return Layer.merge(
    Layer.succeed(ApiToken, { bearer: () => check }),
    Layer.succeed(LedgerToken, { bearer: () => (tokens.length === 0 ? Effect.void : check) })
  )
}
