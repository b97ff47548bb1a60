import * as Schema from "effect/Schema"

const exact = { exact: true } as const
const secret = (description: string, example: string) =>
  Schema.Redacted(Schema.NonEmptyString.annotations({ description, examples: [example] }))

/** Lifetimes come as seconds, or as their decimal text (039 T031). */
const Lifetime = Schema.Union(Schema.NonNegativeInt, Schema.NumberFromString)
const lifetime = (description: string, example: number) =>
  Schema.optionalWith(Lifetime.annotations({ description, examples: [example] }), exact)

/** Body of `POST /api/v1/token/`. */
export const SignInRequest = Schema.Struct({
  username: Schema.NonEmptyString.annotations({ description: "Name of the account.", examples: ["dev@acme.example"] }),
  password: secret("Its password.", "correct horse")
}).annotations({ identifier: "SignInRequest", description: "A user signs in." })

const common = {
  access: secret("Token for the Authorization header of every other request, usually a JWT.", "eyJhbGciOi...A"),
  access_lifetime: lifetime("Seconds until the access token expires; absent or 0 is 900.", 900),
  refresh_lifetime: lifetime("Seconds until the refresh token expires; absent or 0 is 604800.", 604_800),
  team_slug: Schema.optionalWith(
    Schema.NonEmptyString.annotations({ description: "Team of the account.", examples: ["acme"] }),
    exact
  )
}

/** 200 of `POST /api/v1/token/`. */
export const SignInAnswer = Schema.Struct({
  ...common,
  refresh: secret("Token that renews the access token.", "eyJhbGciOi...R")
}).annotations({ identifier: "SignInAnswer", description: "The user is signed in." })
export type SignInAnswer = typeof SignInAnswer.Type

/** Body of `POST /api/v1/token/refresh/`. */
export const RefreshRequest = Schema.Struct({
  refresh: secret("The refresh token of the last answer that had one.", "eyJhbGciOi...R")
}).annotations({ identifier: "RefreshRequest", description: "The access token is to be renewed." })

/** 200 of `POST /api/v1/token/refresh/`. Without `refresh` the old refresh token stays good. */
export const RefreshAnswer = Schema.Struct({
  ...common,
  refresh: Schema.optionalWith(secret("The next refresh token; absent: the old one stays good.", "eyJhbGciOi...R"), exact)
}).annotations({ identifier: "RefreshAnswer", description: "The access token is renewed." })
export type RefreshAnswer = typeof RefreshAnswer.Type

/** 401 of both: the name and password, or the refresh token, are not good. */
export const SignInRefused = Schema.Struct({
  error: Schema.Literal("invalid_credentials", "invalid_refresh_token").annotations({
    description: "What is not good: name and password, or the refresh token.",
    examples: ["invalid_credentials"]
  })
}).annotations({ identifier: "SignInRefused", description: "The name and password, or the refresh token, are not good." })
