import * as Schema from "effect/Schema"

/** How often tokens were asked for and given, since the receiver started. */
export class SignInCounts extends Schema.Class<SignInCounts>("spec-kitty/SignInCounts")({
  /** Answers 200 of the sign-in endpoint. */
  logins: Schema.NonNegativeInt,
  /** Answers 200 of the refresh endpoint. */
  refreshes: Schema.NonNegativeInt,
  /** Answers 401 of both. */
  refused: Schema.NonNegativeInt
}) {}
