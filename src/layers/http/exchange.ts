import * as Headers from "@effect/platform/Headers"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import { classifySilence, classifyStatus, type ItemMeaning } from "../../domain/sync/classifyStatus.js"
import { longestDelay, parseRetryAfter, parseRetryAfterField } from "../../domain/sync/retryAfter.js"
import { describeErrorBody, safeText } from "../../domain/sync/serverText.js"
import { TargetFault, Unavailable } from "../../domain/sync/transportErrors.js"
import { AccessTokens, type NoAccess } from "../../services/AccessTokens.js"
import { isHtml, parseJson, redirectTarget, silenceReason } from "./answerText.js"
import { makeRightOfWay } from "./rightOfWay.js"
import { type Answer, HttpPolicy, type NoAnswer, type OutgoingRequest } from "./HttpPolicy.js"

/** An answer that is for the transport to judge, by its typed body. */
export interface Exchanged {
  readonly status: number
  readonly meaning: ItemMeaning
  /** The decoded body; none where it is not JSON. */
  readonly json: Option.Option<unknown>
  /** What the body says, as it came: to look for names in, not to print. */
  readonly said: string
  /** The same for people: `HTTP 403: …`, safe to print and to store. */
  readonly reason: string
  /** Any text of this answer made safe to print, our token taken out. */
  readonly safe: (text: string) => string
}

const failSilently = (error: NoAnswer) => {
  const meaning = classifySilence(error.silence)
  const reason = silenceReason(error)
  return meaning._tag === "Target"
    ? new TargetFault({ kind: meaning.kind, reason })
    : new Unavailable({ reasonCode: meaning.reasonCode, reason, retryAfterMs: null })
}

const retryAfterOf = ({ headers }: Answer, json: Option.Option<unknown>, nowMs: number): number | null => {
  const body = Option.getOrUndefined(json)
  const field = (name: string) =>
    Predicate.hasProperty(body, name) ? parseRetryAfterField(body[name], nowMs) : null
  const header = Option.match(Headers.get(headers, "retry-after"), {
    onNone: () => null,
    onSome: (value) => parseRetryAfter(value, nowMs)
  })
  return longestDelay([header, field("retry_after"), field("retry_after_seconds")])
}

type Verdict = Effect.Effect<Exchanged, Unavailable | TargetFault>

/** What an answer says, before it is known what that means. */
const read = (token: string, answer: Answer) => {
  const { status, text } = answer
  const html = isHtml(answer)
  const json = html ? Option.none() : parseJson(text)
  const safe = (part: string) => safeText(part, [token])
  const said = html ? "an HTML page" : Option.match(json, { onNone: () => text, onSome: describeErrorBody })
  return {
    status,
    html,
    json,
    safe,
    said,
    // Only where it is asked for: of an acknowledgement nobody does, and to make its text safe costs more than to read it.
    get reason() {
      const quoted = safe(said)
      return quoted === "" ? `HTTP ${status}` : `HTTP ${status}: ${quoted}`
    }
  }
}

/** Everything both transports decide alike about an answer; what is left is about the item. */
const judge = (server: string, token: string, answer: Answer, nowMs: number): Verdict => {
  const answered = read(token, answer)
  const { html, json, said, safe, status } = answered
  const meaning = classifyStatus(status)
  if (meaning._tag === "Retry") {
    return new Unavailable({
      reasonCode: meaning.reasonCode,
      reason: answered.reason,
      retryAfterMs: retryAfterOf(answer, json, nowMs)
    })
  }
  if (meaning._tag === "Target") {
    return new TargetFault({
      kind: meaning.kind,
      reason: meaning.kind === "redirect"
        ? `HTTP ${status}: redirect to ${redirectTarget(server, answer)}, which is not followed`
        : answered.reason
    })
  }
  return meaning._tag === "Accepted" && html
    ? new TargetFault({ kind: "wrong_server", reason: `${answered.reason} instead of an acknowledgement` })
    : Effect.succeed({
      status,
      meaning,
      json,
      said,
      safe,
      get reason() {
        return answered.reason
      }
    })
}

/** Tokens that one request tries. A server that takes each once and then no more would have us ask for ever. */
const maxTokens = 8

/** Why there is no token, as the target's fault: no item pays for it. `answered`: what the server said to the last one. */
const withoutAccess = (answered: string | null) => (error: NoAccess) => {
  const reason = answered === null ? error.why : `${answered}; ${error.why}`
  switch (error._tag) {
    case "SignInNeeded":
      return new TargetFault({ kind: "sign_in", reason, refused: error.ofEnvironment ? "environment" : "access" })
    case "RenewalRefused":
      return new TargetFault({ kind: "sign_in", reason: error.why, refused: "refresh" })
    case "SignInUnanswered":
      return new TargetFault({ kind: error.silence === "busy" ? "not_renewed" : error.silence, reason: error.why })
    case "SignInMisanswered":
      return new TargetFault({ kind: error.kind, reason: error.why })
  }
}

/**
 * One authorised request, and the verdict on its answer. After a 401 the same request goes out with another token, as long
 * as there is one that was not refused. Those that do go first: else the ones that begin meanwhile could use up each new
 * token of a server that counts requests. No token is in any error.
 */
export const makeExchange = Effect.gen(function*() {
  const tokens = yield* AccessTokens
  const http = yield* HttpPolicy
  const { giveWay, goFirst } = yield* makeRightOfWay

  const send = (request: OutgoingRequest, token: Redacted.Redacted<string>) =>
    http.send({
      ...request,
      headers: Headers.set(Headers.fromInput(request.headers), "authorization", `Bearer ${Redacted.value(token)}`)
    }).pipe(Effect.mapError(failSilently))

  const decide = (request: OutgoingRequest, token: Redacted.Redacted<string>, answer: Answer): Verdict =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => judge(request.server, Redacted.value(token), answer, now)).pipe(
      Effect.tap(tokens.taken(token))
    )

  const replay = (request: OutgoingRequest, refused: Redacted.Redacted<string>, answer: Answer, others: number): Verdict =>
    Effect.gen(function*() {
      const { reason } = read(Redacted.value(refused), answer)
      if (others === 0) return yield* new TargetFault({ kind: "sign_in", reason: `${reason}, to ${maxTokens} tokens in a row` })
      const token = yield* Effect.mapError(tokens.after401(request.server, refused), withoutAccess(reason))
      const next = yield* send(request, token)
      return yield* next.status === 401 ? replay(request, token, next, others - 1) : decide(request, token, next)
    })

  return (request: OutgoingRequest): Verdict =>
    Effect.gen(function*() {
      yield* giveWay
      const token = yield* Effect.mapError(tokens.current(request.server), withoutAccess(null))
      const answer = yield* send(request, token)
      return yield* answer.status === 401 ? goFirst(replay(request, token, answer, maxTokens - 1)) : decide(request, token, answer)
    })
})

/** An acknowledgement that does not speak of what was sent: the row stays, and is tried again (G-D6). */
export const uncorrelated = ({ status }: Exchanged, missing: string) =>
  new Unavailable({
    reasonCode: "uncorrelated_response",
    reason: `HTTP ${status}, but the answer does not name ${missing}`,
    retryAfterMs: null
  })
