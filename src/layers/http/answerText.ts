import * as Headers from "@effect/platform/Headers"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { safeText } from "../../domain/sync/serverText.js"
import type { Answer, NoAnswer } from "./HttpPolicy.js"

const silenceText: { readonly [silence in NoAnswer["silence"]]: string } = {
  offline: "no connection to the server",
  connect_timeout: "the server did not take the connection in time",
  answer_timeout: "the server did not answer in time",
  connection_lost: "the connection was lost before the answer was complete",
  unreadable: "the answer is not plain HTTP with UTF-8 text of an acceptable size"
}

/** For people: how a request ended without an answer. */
export const silenceReason = ({ code, silence }: NoAnswer): string => `${silenceText[silence]} (${safeText(code)})`

/** The decoded body; none where it is not JSON. */
export const parseJson = Schema.decodeUnknownOption(Schema.parseJson())

/** Whether a page came, whatever it says it is: from a portal or a proxy, not from a receiver. */
export const isHtml = ({ headers, text }: Answer): boolean =>
  Option.exists(Headers.get(headers, "content-type"), (type) => /^\s*(text\/html|application\/xhtml)/i.test(type)) ||
  /^\s*<(!doctype|html|head|body)\b/i.test(text)

/** Where a redirect leads: the origin alone, since the rest may hold a secret. */
export const redirectTarget = (server: string, { headers }: Answer): string => {
  const location = Option.getOrElse(Headers.get(headers, "location"), () => "")
  if (location === "" || !URL.canParse(location, server)) return "an unknown place"
  const url = new URL(location, server)
  return url.origin === "null" ? url.protocol : url.origin
}
