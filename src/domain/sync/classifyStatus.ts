import * as Data from "effect/Data"
import type { TargetFault } from "./transportErrors.js"

/** Why an exchange that may be repeated did not count; the reason code of `Unavailable`. */
export type RetryReason =
  | "accepted_pending"
  | "connection_lost"
  | "rate_limited"
  | "request_timeout"
  | "server_error"
  | "timeout"
  | "too_early"
  | "uncorrelated_response"
  | "unexpected_status"

/**
 * What an answer means, before its typed body adds its word. One table for both transports:
 *
 * | answer                        | meaning                        | a batch of events              | a body                            |
 * | ----------------------------- | ------------------------------ | ------------------------------ | --------------------------------- |
 * | 2xx but 202, correlated       | Accepted                       | a result per event             | `uploaded`, `already_exists`      |
 * | 2xx but 202, no echo of ours  | Accepted                       | Unavailable `uncorrelated_…`   | Unavailable `uncorrelated_…`      |
 * | 2xx but 202, an HTML page     | Accepted                       | TargetFault `wrong_server`     | TargetFault `wrong_server`        |
 * | 202                           | Retry `accepted_pending`       | Unavailable                    | Unavailable                       |
 * | 3xx                           | Target `redirect`              | TargetFault                    | TargetFault                       |
 * | 400, 422                      | Invalid                        | results by `details`, else     | UploadRejected `invalid`          |
 * |                               |                                | BatchFailure `unexplained`     |                                   |
 * | 401                           | Target `sign_in`               | TargetFault                    | TargetFault                       |
 * | 403                           | Forbidden                      | the events it names refused,   | Forbidden, naming the item or not |
 * |                               |                                | else TargetFault `forbidden`   |                                   |
 * | 404                           | NotFound                       | TargetFault `wrong_server`     | IndexEntryNotFound,               |
 * |                               |                                |                                | NamespaceNotFound by its `error`, |
 * |                               |                                |                                | else TargetFault `wrong_server`   |
 * | 405, 421                      | Target `wrong_server`          | TargetFault                    | TargetFault                       |
 * | 407                           | Target `offline` (our proxy)   | TargetFault                    | TargetFault                       |
 * | 408, 425, 429                 | Retry                          | Unavailable                    | Unavailable                       |
 * | 412, 426                      | Target `protocol`              | TargetFault                    | TargetFault                       |
 * | 413                           | TooLarge                       | BatchFailure `too_large`       | UploadRejected `too_large`        |
 * | any other 4xx                 | Refused                        | BatchFailure `rejected`        | UploadRejected `refused`          |
 * | 5xx                           | Retry `server_error`           | Unavailable                    | Unavailable                       |
 * | anything else (1xx, 6xx-9xx)  | Retry `unexpected_status`      | Unavailable                    | Unavailable                       |
 * | no answer: see `classifySilence` | Retry or Target             | Unavailable, TargetFault       | Unavailable, TargetFault          |
 *
 * Whatever stops at the target burns no attempt of an item; a refused item is quarantined in sight, never deleted.
 */
export type AnswerMeaning = Data.TaggedEnum<{
  Accepted: {}
  Retry: { readonly reasonCode: RetryReason }
  Target: { readonly kind: TargetFault["kind"] }
  Forbidden: {}
  NotFound: {}
  TooLarge: {}
  Invalid: {}
  Refused: {}
}>
export const AnswerMeaning = Data.taggedEnum<AnswerMeaning>()

/** What is left for a transport to decide; `Retry` and `Target` mean the same to both. */
export type ItemMeaning = Exclude<AnswerMeaning, { readonly _tag: "Retry" | "Target" }>

const particular = new Map<number, AnswerMeaning>([
  [202, AnswerMeaning.Retry({ reasonCode: "accepted_pending" })],
  [400, AnswerMeaning.Invalid()],
  [401, AnswerMeaning.Target({ kind: "sign_in" })],
  [403, AnswerMeaning.Forbidden()],
  [404, AnswerMeaning.NotFound()],
  [405, AnswerMeaning.Target({ kind: "wrong_server" })],
  [407, AnswerMeaning.Target({ kind: "offline" })],
  [408, AnswerMeaning.Retry({ reasonCode: "request_timeout" })],
  [412, AnswerMeaning.Target({ kind: "protocol" })],
  [413, AnswerMeaning.TooLarge()],
  [421, AnswerMeaning.Target({ kind: "wrong_server" })],
  [422, AnswerMeaning.Invalid()],
  [425, AnswerMeaning.Retry({ reasonCode: "too_early" })],
  [426, AnswerMeaning.Target({ kind: "protocol" })],
  [429, AnswerMeaning.Retry({ reasonCode: "rate_limited" })]
])

/** The meaning of a status code; total, so that no code is ever without one (G-N4). */
export const classifyStatus = (status: number): AnswerMeaning => {
  const known = particular.get(status)
  if (known !== undefined) return known
  switch (Math.floor(status / 100)) {
    case 2:
      return AnswerMeaning.Accepted()
    case 3:
      return AnswerMeaning.Target({ kind: "redirect" })
    case 4:
      return AnswerMeaning.Refused()
    case 5:
      return AnswerMeaning.Retry({ reasonCode: "server_error" })
    default:
      return AnswerMeaning.Retry({ reasonCode: "unexpected_status" })
  }
}

/**
 * How an exchange can end without an answer.
 * - `offline`: no connection: refused, no such host, no route, a TLS certificate that does not hold, a dead proxy.
 * - `connect_timeout`: the connection did not stand in time.
 * - `answer_timeout`: it stood, and the answer or its next piece did not come in time.
 * - `connection_lost`: it ended in the middle of the exchange. Whether the server has the item is not known.
 * - `unreadable`: what came is not HTTP, is encoded, or is larger than we take.
 */
export type Silence = "offline" | "connect_timeout" | "answer_timeout" | "connection_lost" | "unreadable"

/** No connection is the target's fault and halts the pass; a broken exchange may be this request's alone. */
export const classifySilence = (silence: Silence): Extract<AnswerMeaning, { readonly _tag: "Retry" | "Target" }> => {
  switch (silence) {
    case "offline":
      return AnswerMeaning.Target({ kind: "offline" })
    case "connect_timeout":
      return AnswerMeaning.Target({ kind: "timeout" })
    case "answer_timeout":
      return AnswerMeaning.Retry({ reasonCode: "timeout" })
    case "connection_lost":
      return AnswerMeaning.Retry({ reasonCode: "connection_lost" })
    case "unreadable":
      return AnswerMeaning.Retry({ reasonCode: "uncorrelated_response" })
  }
}

/** The category of a refusal, from the status code and never from words in a message (039 T030.4). */
export const categoryOf = (status: number): string => {
  switch (status) {
    case 400:
    case 422:
      return "schema_mismatch"
    case 401:
      return "auth_expired"
    case 403:
      return "forbidden"
    case 413:
      return "too_large"
    case 429:
      return "rate_limited"
    default:
      return status >= 500 ? "server_error" : "unknown"
  }
}
