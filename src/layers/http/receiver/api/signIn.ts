import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { RateLimited, Refusal } from "../../../../domain/wire/refusals.js"
import { routes } from "../../../../domain/wire/routes.js"
import { RefreshAnswer, RefreshRequest, SignInAnswer, SignInRefused, SignInRequest } from "../../../../domain/wire/signIn.js"

const login = HttpApiEndpoint.post("login", routes.signIn)
  .setPayload(SignInRequest)
  .addSuccess(SignInAnswer)
  .addError(Refusal, { status: 400 })
  .addError(SignInRefused, { status: 401 })
  .addError(Refusal, { status: 413 })
  .addError(Refusal, { status: 415 })
  .addError(RateLimited, { status: 429 })
  .addError(Refusal, { status: 503 })
  .annotate(OpenApi.Summary, "Sign in")
  .annotate(OpenApi.Description, "A name and its password become an access token and a refresh token.")

const refresh = HttpApiEndpoint.post("refresh", routes.refresh)
  .setPayload(RefreshRequest)
  .addSuccess(RefreshAnswer)
  .addError(Refusal, { status: 400 })
  .addError(SignInRefused, { status: 401 })
  .addError(Refusal, { status: 413 })
  .addError(Refusal, { status: 415 })
  .addError(RateLimited, { status: 429 })
  .addError(Refusal, { status: 503 })
  .annotate(OpenApi.Summary, "Renew the access token")
  .annotate(
    OpenApi.Description,
    "A refresh token is good once where the answer holds the next one, and stays good where it does not."
  )

/** Tokens: the two requests that need none. */
export const signIn = HttpApiGroup.make("signIn")
  .add(login)
  .add(refresh)
  .annotate(OpenApi.Description, "The tokens of every other request. These two carry none.")
