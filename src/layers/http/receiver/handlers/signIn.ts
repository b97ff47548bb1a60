import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import { maxSmallBytes } from "../../../../domain/receiver/limits.js"
import type { Reply } from "../../../../domain/receiver/Reply.js"
import { ReceiverApi } from "../Api.js"
import { respond } from "../edge.js"
import { readJson } from "../RawBody.js"
import type { SignInDesk } from "../signInDesk.js"
import { answered } from "./answered.js"

const asking = (ask: (request: unknown) => Effect.Effect<Reply>) => (request: HttpServerRequest.HttpServerRequest) =>
  readJson(request, { rawBytes: maxSmallBytes, decodedBytes: maxSmallBytes }).pipe(
    Effect.flatMap(ask),
    Effect.map(respond),
    answered
  )

/** Takes the raw body: what is wrong with it is answered without a word of it. */
export const layerSignIn = ({ login, refresh }: SignInDesk) =>
  HttpApiBuilder.group(ReceiverApi, "signIn", (handlers) =>
    handlers
      .handleRaw("login", ({ request }) => asking(login)(request))
      .handleRaw("refresh", ({ request }) => asking(refresh)(request)))
