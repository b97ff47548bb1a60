import * as Predicate from "effect/Predicate"
import type { Silence } from "../../domain/sync/classifyStatus.js"

const silences: ReadonlyArray<readonly [Silence, RegExp]> = [
  ["connect_timeout", /^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/],
  ["answer_timeout", /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/],
  ["unreadable", /^(HPE_.*|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_EXCEEDED_MAX_SIZE|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/],
  // UND_ERR_ABORTED is a proxy that would not open the tunnel: an exchange that we abort ends as an interruption.
  ["offline", /^(ECONNREFUSED|ENOTFOUND|EAI_.*|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM)$/],
  ["offline", /^(UND_ERR_ABORTED|UND_ERR_PRX_TLS|PROXY_UNUSABLE|UND_ERR_INVALID_ARG|ERR_(TLS|SSL|OSSL)_.*|EPROTO|.*CERT.*|.*_CRL.*)$/],
  ["offline", /^(UNABLE_TO_.*|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/]
]

/** undici's parser leaves the code of its error empty. */
const codeOf = (error: unknown): ReadonlyArray<string> => {
  if (Predicate.hasProperty(error, "code") && typeof error.code === "string") return [error.code]
  return error instanceof Error && error.name === "HTTPParserError" ? ["HPE_INVALID"] : []
}

/** Error codes of a failure and of what caused it, the outermost first, at most eight deep. */
const codesOf = (error: unknown, depth = 0): ReadonlyArray<string> =>
  Predicate.hasProperty(error, "cause") && depth < 8
    ? [...codeOf(error), ...codesOf(error.cause, depth + 1)]
    : codeOf(error)

/**
 * How undici's or the operating system's error ended an exchange, with its code for people (codes hold no secrets;
 * messages may). Anything not in the table is a connection that was lost.
 */
export const silenceOf = (cause: unknown): { readonly silence: Silence; readonly code: string } => {
  const codes = codesOf(cause)
  const code = codes[0] ?? "unknown"
  const found = silences.find(([, pattern]) => codes.some((one) => pattern.test(one)))
  return { silence: found?.[0] ?? "connection_lost", code }
}
