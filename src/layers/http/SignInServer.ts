import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { type NotIssued, renewedTokens, signInTokens } from "../../domain/signIn/issuedTokens.js"
import { LoginRefused, RenewalRefused, SignInMisanswered, SignInUnanswered } from "../../domain/signIn/signInErrors.js"
import { classifySilence, classifyStatus } from "../../domain/sync/classifyStatus.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { routes } from "../../domain/wire/routes.js"
import type { RefreshRequest, SignInRequest } from "../../domain/wire/signIn.js"
import { SignInServer } from "../../services/SignInServer.js"
import { isHtml, parseJson, redirectTarget, silenceReason } from "./answerText.js"
import { type Answer, HttpPolicy, type NoAnswer } from "./HttpPolicy.js"

/** One of the two questions, and what its answers mean to who asked. */
interface Question<A, E> {
  readonly purpose: SignInUnanswered["purpose"]
  readonly path: string
  readonly body: typeof SignInRequest.Encoded | typeof RefreshRequest.Encoded
  readonly issued: (json: unknown) => Either.Either<A, NotIssued>
  readonly refused: (status: number) => E
}

type Asked<A, E> = Effect.Effect<A, E | SignInUnanswered | SignInMisanswered>

const unanswered = (server: ServerUrl, purpose: SignInUnanswered["purpose"], error: NoAnswer) => {
  const reason = silenceReason(error)
  // What is no HTTP, or larger than an answer can be, is not told apart from it by asking again.
  if (error.silence === "unreadable") return new SignInMisanswered({ server, kind: "wrong_server", reason })
  const meaning = classifySilence(error.silence)
  const timedOut = meaning._tag === "Target" ? meaning.kind === "timeout" : meaning.reasonCode === "timeout"
  const silence = timedOut ? "timeout" : error.silence === "offline" ? "offline" : "busy"
  return new SignInUnanswered({ server, purpose, silence, reason })
}

const tokensOf = <A, E>(server: ServerUrl, { issued, path }: Question<A, E>, answer: Answer): Asked<A, E> => {
  const misanswered = (what: string) =>
    new SignInMisanswered({ server, kind: "wrong_server", reason: `POST ${path} answered ${answer.status} with ${what}` })
  if (isHtml(answer)) return misanswered("an HTML page")
  return Option.match(parseJson(answer.text), {
    onNone: () => misanswered("something that is no JSON"),
    onSome: (json) => Effect.mapError(issued(json), misanswered)
  })
}

/** By the status alone: the text of an answer may hold what was sent, and so a password. */
const judge = <A, E>(server: ServerUrl, question: Question<A, E>, answer: Answer): Asked<A, E> => {
  const reason = `POST ${question.path} answered ${answer.status}`
  const wrong = (kind: SignInMisanswered["kind"], more = "") => new SignInMisanswered({ server, kind, reason: `${reason}${more}` })
  const meaning = classifyStatus(answer.status)
  switch (meaning._tag) {
    case "Accepted":
      return tokensOf(server, question, answer)
    case "Retry":
      return new SignInUnanswered({ server, purpose: question.purpose, silence: "busy", reason })
    case "NotFound":
      return wrong("wrong_server")
    case "Target":
      switch (meaning.kind) {
        case "redirect":
          return wrong("redirect", `: redirect to ${redirectTarget(server, answer)}, which is not followed`)
        case "wrong_server":
        case "protocol":
          return wrong(meaning.kind)
        case "offline":
        case "timeout":
          return new SignInUnanswered({ server, purpose: question.purpose, silence: meaning.kind, reason })
        default:
          return Effect.fail(question.refused(answer.status))
      }
    default:
      return Effect.fail(question.refused(answer.status))
  }
}

const make = Effect.gen(function*() {
  const http = yield* HttpPolicy
  const ask = <A, E>(server: ServerUrl, question: Question<A, E>): Asked<A, E> =>
    http.send({ server, path: question.path, body: new TextEncoder().encode(JSON.stringify(question.body)), headers: {} }).pipe(
      Effect.mapError((error) => unanswered(server, question.purpose, error)),
      Effect.flatMap((answer) => judge(server, question, answer))
    )
  return SignInServer.of({
    signIn: (server, { password, username }) =>
      ask(server, {
        purpose: "login",
        path: routes.signIn,
        body: { username, password: Redacted.value(password) },
        issued: signInTokens,
        refused: (status) => new LoginRefused({ server, status })
      }).pipe(Effect.withSpan("SignInServer.signIn")),
    renew: (server, refresh) =>
      ask(server, {
        purpose: "renewal",
        path: routes.refresh,
        body: { refresh: Redacted.value(refresh) },
        issued: renewedTokens,
        refused: (status) => new RenewalRefused({ server, status, expiredForMs: null })
      }).pipe(Effect.withSpan("SignInServer.renew"))
  })
})

/** `POST {server}/api/v1/token/` and `/api/v1/token/refresh/`: 400, 401, 403, 409 refuse; 429, 5xx and silence do not answer. */
export const layer = Layer.effect(SignInServer, make)
