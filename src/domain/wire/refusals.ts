import * as Schema from "effect/Schema"

const word = (description: string, ...examples: readonly [string, ...Array<string>]) =>
  Schema.String.annotations({ description, examples })

/** Shape of every refusal: a stable word or a sentence, and what is known beyond it. */
export const Refusal = Schema.Struct({
  error: word("A stable word, or a sentence.", "payload_too_large"),
  detail: Schema.optionalWith(word("What is known beyond it.", "the limit is 524288 bytes decoded"), { exact: true })
}).annotations({ identifier: "Refusal", description: "The request was refused; nothing of it was stored." })

/** 401: no token, or one that is not good any more. */
export const AuthenticationRequired = Schema.Struct({
  error: Schema.Literal("authentication_required").annotations({
    description: "There is no token, or it is not good any more.",
    examples: ["authentication_required"]
  })
}).annotations({
  identifier: "AuthenticationRequired",
  description: "There is no token, or it is not good any more: renew it, then send the same request once more."
})

/** 429: later. The Retry-After header says the same in seconds. */
export const RateLimited = Schema.Struct({
  error: Schema.Literal("rate_limited").annotations({ description: "Too many requests.", examples: ["rate_limited"] }),
  retry_after: Schema.Int.annotations({ description: "Seconds to wait before the next request.", examples: [30] })
}).annotations({ identifier: "RateLimited", description: "Too many requests. Nothing was stored." })
