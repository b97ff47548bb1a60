import { routes } from "../../../src/domain/wire/routes.js"
import type { JsonObject } from "../Json.js"

const contentEncoding: JsonObject = {
  name: "Content-Encoding",
  in: "header",
  required: false,
  description: "gzip: the sender always compresses a batch. Absent or identity: it is plain.",
  schema: { type: "string", enum: ["gzip", "identity"], default: "identity" },
  example: "gzip"
}

/** Headers of a request that the declared endpoints leave to their handlers. */
export const requestHeaders = (path: string): ReadonlyArray<JsonObject> => path === routes.batch ? [contentEncoding] : []

const retryAfter: JsonObject = {
  description: "Seconds until the next try, or an HTTP date. Honoured up to 24 hours.",
  required: false,
  schema: { type: "string" },
  example: "30"
}

/** Headers that mean something to the sender. */
export const responseHeaders = (status: string): JsonObject =>
  status === "429" || status === "503" ? { headers: { "Retry-After": retryAfter } } : {}

/** Header names as they are usually written. */
export const headerName = (name: string): string =>
  name.split("-").map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("-")
