import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { isCarriable } from "../sync/accessToken.js"
import { RefreshAnswer, SignInAnswer } from "../wire/signIn.js"
import type { IssuedSignIn, IssuedTokens } from "./SignIn.js"

const defaultSeconds = { access: 900, refresh: 604_800 } as const
/** A lifetime beyond this is as good as this one, and its end is a date that every program can write: ten years. */
const maxSeconds = 315_360_000

const secondsOf = (value: unknown): number => {
  if (typeof value === "number") return value
  return typeof value === "string" && /^\s*\+?\d{1,20}\s*$/.test(value) ? Number(value) : Number.NaN
}

/** Seconds, or their decimal text (039 T031). Absent, 0, negative or anything else is the default, as in the original. */
const lifetime = (values: ReadonlyArray<unknown>, fallback: number): Duration.Duration => {
  const seconds = values.map(secondsOf).map(Math.floor).find((it) => it >= 1) ?? fallback
  return Duration.seconds(Math.min(seconds, maxSeconds))
}

/** A team that an envelope can name. */
const TeamSlug = Schema.Trim.pipe(Schema.minLength(1), Schema.maxLength(200), Schema.pattern(/^\P{C}+$/u))
const readTeam = Schema.decodeUnknownOption(TeamSlug)
const readAccess = Schema.decodeUnknownOption(RefreshAnswer.pick("access"))
const readRefresh = Schema.decodeUnknownOption(SignInAnswer.pick("refresh"))

const usable = (token: Redacted.Redacted<string>): boolean => isCarriable(Redacted.value(token))

/** What keeps an answer from being one: in words, nothing of its content. */
export type NotIssued = "no access token" | "no refresh token" | "a token that no request can carry"

/** The answer to a renewal, once it is JSON. What is optional in it and does not fit is as if it were absent. */
export const renewedTokens = (json: unknown): Either.Either<IssuedTokens, NotIssued> => {
  const part = (name: string) => Predicate.hasProperty(json, name) ? json[name] : undefined
  return Either.gen(function*() {
    const { access } = yield* Either.fromOption(readAccess(json), (): NotIssued => "no access token")
    const refresh = Option.getOrNull(Option.map(readRefresh(json), (answer) => answer.refresh))
    if (!usable(access) || refresh !== null && !usable(refresh)) {
      return yield* Either.left<NotIssued>("a token that no request can carry")
    }
    const issued: IssuedTokens = {
      access,
      accessLifetime: lifetime([part("access_lifetime"), part("expires_in")], defaultSeconds.access),
      refresh,
      refreshLifetime: lifetime([part("refresh_lifetime"), part("refresh_expires_in")], defaultSeconds.refresh),
      teamSlug: Option.getOrNull(readTeam(part("team_slug")))
    }
    return issued
  })
}

/** The answer to a name and password, once it is JSON: as `renewedTokens`, with a refresh token. */
export const signInTokens = (json: unknown): Either.Either<IssuedSignIn, NotIssued> =>
  Either.flatMap(renewedTokens(json), (issued): Either.Either<IssuedSignIn, NotIssued> =>
    issued.refresh === null ? Either.left("no refresh token") : Either.right({ ...issued, refresh: issued.refresh }))
