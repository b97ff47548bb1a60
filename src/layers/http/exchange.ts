import * as Headers from "@effect/platform/Headers"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { classifySilence, classifyStatus, type ItemMeaning } from "../../domain/sync/classifyStatus.js"
import { longestDelay, parseRetryAfter, parseRetryAfterField } from "../../domain/sync/retryAfter.js"
import { describeErrorBody, safeText } from "../../domain/sync/serverText.js"
import { TargetFault, Unavailable } from "../../domain/sync/transportErrors.js"
import { Credentials } from "../../services/Credentials.js"
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

const silenceText: { readonly [silence in NoAnswer["silence"]]: string } = {
  offline: "no connection to the server",
  connect_timeout: "the server did not take the connection in time",
  answer_timeout: "the server did not answer in time",
  connection_lost: "the connection was lost before the answer was complete",
  unreadable: "the answer is not plain HTTP with UTF-8 text of an acceptable size"
}

const failSilently = ({ code, silence }: NoAnswer) => {
  const meaning = classifySilence(silence)
  const reason = `${silenceText[silence]} (${safeText(code)})`
  return meaning._tag === "Target"
    ? new TargetFault({ kind: meaning.kind, reason })
    : new Unavailable({ reasonCode: meaning.reasonCode, reason, retryAfterMs: null })
}

const parseJson = Schema.decodeUnknownOption(Schema.parseJson())

const isHtml = ({ headers, text }: Answer): boolean =>
  Option.exists(Headers.get(headers, "content-type"), (type) => /^\s*(text\/html|application\/xhtml)/i.test(type)) ||
  /^\s*<(!doctype|html|head|body)\b/i.test(text)

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

/** Where a redirect leads: the origin alone, since the rest may hold a secret. */
const redirectTarget = (server: string, { headers }: Answer): string => {
  const location = Option.getOrElse(Headers.get(headers, "location"), () => "")
  if (location === "" || !URL.canParse(location, server)) return "an unknown place"
  const url = new URL(location, server)
  return url.origin === "null" ? url.protocol : url.origin
}

type Verdict = Effect.Effect<Exchanged, Unavailable | TargetFault>

/** Everything both transports decide alike about an answer; what is left is about the item. */
const judge = (server: string, token: string, answer: Answer, nowMs: number): Verdict => {
  const { status, text } = answer
  const html = isHtml(answer)
  const json = html ? Option.none() : parseJson(text)
  const safe = (part: string) => safeText(part, [token])
  const said = html ? "an HTML page" : Option.match(json, { onNone: () => text, onSome: describeErrorBody })
  // Only where it is asked for: of an acknowledgement nobody does, and to make its text safe costs more than to read it.
  const reasonOf = () => {
    const quoted = safe(said)
    return quoted === "" ? `HTTP ${status}` : `HTTP ${status}: ${quoted}`
  }
  const meaning = classifyStatus(status)
  if (meaning._tag === "Retry") {
    return new Unavailable({
      reasonCode: meaning.reasonCode,
      reason: reasonOf(),
      retryAfterMs: retryAfterOf(answer, json, nowMs)
    })
  }
  if (meaning._tag === "Target") {
    return new TargetFault({
      kind: meaning.kind,
      reason: meaning.kind === "redirect"
        ? `HTTP ${status}: redirect to ${redirectTarget(server, answer)}, which is not followed`
        : reasonOf()
    })
  }
  return meaning._tag === "Accepted" && html
    ? new TargetFault({ kind: "wrong_server", reason: `${reasonOf()} instead of an acknowledgement` })
    : Effect.succeed({
      status,
      meaning,
      json,
      said,
      safe,
      get reason() {
        return reasonOf()
      }
    })
}

/** One authorised request, and the verdict on its answer. The token is in no error. */
export const makeExchange = Effect.gen(function*() {
  const credentials = yield* Credentials
  const http = yield* HttpPolicy
  return (request: OutgoingRequest) =>
    Effect.gen(function*() {
      const token = Redacted.value(yield* credentials.token(request.server))
      const headers = Headers.set(Headers.fromInput(request.headers), "authorization", `Bearer ${token}`)
      const answer = yield* http.send({ ...request, headers })
      return yield* judge(request.server, token, answer, yield* Clock.currentTimeMillis)
    }).pipe(
      Effect.catchTags({
        SignInNeeded: (error) => new TargetFault({ kind: "sign_in", reason: error.why }),
        NoAnswer: failSilently
      })
    )
})

/** An acknowledgement that does not speak of what was sent: the row stays, and is tried again (G-D6). */
export const uncorrelated = ({ status }: Exchanged, missing: string) =>
  new Unavailable({
    reasonCode: "uncorrelated_response",
    reason: `HTTP ${status}, but the answer does not name ${missing}`,
    retryAfterMs: null
  })
