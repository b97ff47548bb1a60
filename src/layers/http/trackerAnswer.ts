import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type { TargetFault, Unavailable } from "../../domain/sync/transportErrors.js"
import { TrackerRefused, TrackerSignInNeeded, TrackerUnavailable } from "../../domain/tracker/trackerErrors.js"
import { TrackerRefusal } from "../../domain/wire/tracker.js"
import type { Exchanged } from "./exchange.js"

const unusable = (kind: "no_tracker" | "unreadable", reason: string) =>
  new TrackerUnavailable({ kind, reason, retryAfterSeconds: null })

/** An answer that does not speak of what was asked. */
export const answersSomethingElse = ({ status }: Exchanged, missing: string) =>
  unusable("unreadable", `HTTP ${status}, but the answer does not name ${missing}`)

const decodeRefusal = Schema.decodeUnknownOption(TrackerRefusal)

/** The seven fields are all optional, so a body without a word of its own is read by its text alone. */
const refused = (exchanged: Exchanged): TrackerRefused | TrackerUnavailable => {
  const { json, meaning, reason, safe, status } = exchanged
  const refusal = Option.getOrNull(Option.flatMap(json, decodeRefusal))
  const errorCode = refusal?.error_code ?? null
  if (meaning._tag === "NotFound" && errorCode === null) return unusable("no_tracker", reason)
  const message = safe(refusal?.message ?? "")
  return new TrackerRefused({
    status,
    errorCode: errorCode === null ? null : safe(errorCode),
    said: message === "" ? reason : message,
    userActionRequired: refusal?.user_action_required ?? false
  })
}

/** Where the shape broke; never the value that broke it. */
const placeOf = (error: ParseResult.ParseError): string =>
  ParseResult.ArrayFormatter.formatErrorSync(error)[0]?.path.map(String).join(".") ?? ""

/** A 2xx in the shape of the wire, what else it holds left out; any other answer as the refusal that it is. */
export const readAnswer = <A, I>(exchanged: Exchanged, schema: Schema.Schema<A, I>) => {
  const { json, meaning, status } = exchanged
  if (meaning._tag !== "Accepted") return Effect.fail(refused(exchanged))
  return Schema.decodeUnknown(schema)(Option.getOrNull(json)).pipe(
    Effect.mapError((error) => {
      const place = placeOf(error)
      return unusable("unreadable", `HTTP ${status}, and ${place === "" ? "the body is not what was asked for" : `${exchanged.safe(place)} is missing or not of its kind`}`)
    })
  )
}

const unavailableKind = (reasonCode: string): TrackerUnavailable["kind"] => {
  switch (reasonCode) {
    case "rate_limited":
      return "busy"
    case "uncorrelated_response":
      return "unreadable"
    default:
      return "failed"
  }
}

const targetKind = (kind: Exclude<TargetFault["kind"], "sign_in">): TrackerUnavailable["kind"] => {
  switch (kind) {
    case "offline":
    case "timeout":
      return "offline"
    case "not_renewed":
      return "failed"
    case "forbidden":
    case "redirect":
    case "wrong_server":
    case "protocol":
      return "no_tracker"
  }
}

/** What kept an answer from coming. */
export const notAnswered = (fault: Unavailable | TargetFault): TrackerUnavailable | TrackerSignInNeeded => {
  const { reason } = fault
  if (fault._tag === "Unavailable") {
    const retryAfterSeconds = fault.retryAfterMs === null ? null : Math.ceil(fault.retryAfterMs / 1000)
    return new TrackerUnavailable({ kind: unavailableKind(fault.reasonCode), reason, retryAfterSeconds })
  }
  return fault.kind === "sign_in"
    ? new TrackerSignInNeeded({ reason, refused: fault.refused })
    : new TrackerUnavailable({ kind: targetKind(fault.kind), reason, retryAfterSeconds: null })
}
