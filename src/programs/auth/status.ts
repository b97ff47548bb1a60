import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf, strongerCode } from "../../domain/exitCode.js"
import { nobody } from "../../domain/signIn/SignIn.js"
import { AuthStatus } from "../../domain/signIn/SignInReports.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import type { SignInNeeded } from "../../domain/sync/SignInNeeded.js"
import { Instant } from "../../domain/text.js"
import { Credentials, type TokenFacts } from "../../services/Credentials.js"
import { takeNotices } from "../../services/Notices.js"
import { Settings } from "../../services/Settings.js"
import { SignInStore } from "../../services/SignInStore.js"
import { reasonsOf } from "../health/doctor.js"
import { examine } from "../health/examine.js"
import type { Look } from "../health/Look.js"
import { probe } from "../health/serverLooks.js"
import { credentialsFile } from "./credentialsFile.js"
import { environmentWins } from "./environmentWins.js"
import { noTokenAnywhere, type OfProject, serverAskedAbout } from "./signInServer.js"

const iso = (ms: number | null): Instant | null =>
  ms === null ? null : Instant.make(DateTime.formatIso(DateTime.unsafeMake(ms)))

/** What the next request to this server has; asked of nobody but ourselves. */
const factsFor = Effect.fn("factsFor")(function*(server: Option.Option<ServerUrl>) {
  if (Option.isNone(server)) return Either.left(yield* noTokenAnywhere)
  return yield* Effect.either((yield* Credentials).describe(server.value))
})

const accessOf = (facts: Either.Either<TokenFacts, SignInNeeded>): AuthStatus["access"] =>
  Either.match(facts, { onLeft: () => "sign_in_needed", onRight: ({ renewalDue }) => renewalDue ? "renewal_due" : "ready" })

/**
 * Who is signed in where, and what the next request would do, from what is here alone. A file that can't be used is told
 * and counts as no sign-in.
 */
export const authStatus = Effect.fn("authStatus")(function*<R>(ofProject: OfProject<R>) {
  const settings = yield* Settings
  const server = yield* serverAskedAbout(ofProject)
  const read = yield* Effect.either((yield* SignInStore).read)
  const stored = Either.getOrElse(read, () => nobody)
  const facts = yield* factsFor(server)
  const outcome: Outcome<AuthStatus> = {
    data: new AuthStatus({
      server: Option.getOrNull(server),
      access: accessOf(facts),
      why: Either.isLeft(facts) ? facts.left.why : null,
      source: Either.isRight(facts) ? facts.right.source : null,
      signed_in_at: stored.server,
      user: stored.username,
      team_slug: stored.teamSlug,
      access_expires_at: iso(stored.accessExpiresAtMs),
      refresh_expires_at: iso(stored.refreshExpiresAtMs),
      stored_in: yield* credentialsFile,
      sending_denied: settings.sendingDenied
    }),
    diagnostics: [
      ...(Either.isLeft(read) ? [Diagnostic.of(read.left)] : []),
      ...(Option.isSome(settings.token) && stored.access !== null ? [environmentWins] : []),
      ...(yield* takeNotices)
    ],
    exitCode: exitCodeOf(Either.isLeft(facts) ? ["signInNeeded"] : []),
    next: Either.isLeft(facts) ? [facts.left.next] : []
  }
  return outcome
})

const lookAt = (server: ServerUrl): Look<Effect.Effect.Context<ReturnType<typeof probe>>> => ({
  id: "server.answer",
  title: "Server's answer",
  observe: probe(server)
})

/** The same, and the server asked with the user's own token, in bounded time (U-26). Where it may not be asked, it is not. */
export const checkedAuthStatus = Effect.fn("checkedAuthStatus")(function*<R>(ofProject: OfProject<R>) {
  const status = yield* authStatus(ofProject)
  const server = yield* serverAskedAbout(ofProject)
  if (Option.isNone(server) || status.data.sending_denied) return status
  const [check] = yield* examine([lookAt(server.value)])
  const outcome: Outcome<AuthStatus> = {
    ...status,
    data: new AuthStatus({ ...status.data, check }),
    exitCode: strongerCode(status.exitCode, exitCodeOf(reasonsOf(check === undefined ? [] : [check])))
  }
  return outcome
})
