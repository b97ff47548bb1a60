/** An answer as it goes out: status, extra headers, JSON body. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

/** A reply without extra headers. */
export const reply = (status: number, body: Reply["body"], headers: Reply["headers"] = {}): Reply => ({
  status,
  headers,
  body
})

/** The answers that have nothing to do with what was sent. Their `error` words are the contract's. */
export const replies = {
  authenticationRequired: reply(401, { error: "authentication_required" }, { "www-authenticate": "Bearer" }),
  rateLimited: reply(429, { error: "rate_limited", retry_after: 1 }, { "retry-after": "1" }),
  unavailable: reply(503, { error: "unavailable", detail: "The receiver can't store anything right now." }),
  notFound: reply(404, { error: "not_found" })
} as const
