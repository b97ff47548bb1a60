import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { nobody, type SignIn, signInOf, type StoredSignIn } from "../../domain/signIn/SignIn.js"
import { LoginReport } from "../../domain/signIn/SignInReports.js"
import { serverOrigin } from "../../domain/sync/parseServerUrl.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { Instant } from "../../domain/text.js"
import { takeNotices } from "../../services/Notices.js"
import { Settings } from "../../services/Settings.js"
import { SignInServer } from "../../services/SignInServer.js"
import { SignInStore } from "../../services/SignInStore.js"
import { credentialsFile } from "./credentialsFile.js"
import { environmentWins } from "./environmentWins.js"
import { type OfProject, serverToSignIn } from "./signInServer.js"
import { type GivenAccount, whoSignsIn } from "./whoSignsIn.js"

/** `server` null takes the project's. */
export type LoginRequest = GivenAccount

const iso = (ms: number): Instant => Instant.make(DateTime.formatIso(DateTime.unsafeMake(ms)))

/** Where the sign-in was made that this one replaces; null where it is the same server, or there was none. */
const replacedBy = (before: StoredSignIn, server: ServerUrl): string | null =>
  before.server === null || serverOrigin(before.server) === serverOrigin(server) ? null : before.server

const replacedDiagnostic = (replaced: string, server: ServerUrl): Diagnostic =>
  new Diagnostic({
    severity: "info",
    code: "AUTH-08",
    message: `The sign-in at ${replaced} was replaced.`,
    why: "one sign-in is kept at a time, and its tokens go to the server they were made for alone",
    fix: null,
    target: server
  })

const report = (signIn: SignIn, replaced: string | null, storedIn: string): LoginReport =>
  new LoginReport({
    server: signIn.server,
    user: signIn.username,
    team_slug: signIn.teamSlug,
    access_expires_at: iso(signIn.accessExpiresAtMs),
    refresh_expires_at: iso(signIn.refreshExpiresAtMs),
    stored_in: storedIn,
    replaced
  })

/** A project that sends nowhere yet has to be told where first; elsewhere there may be no project at all. */
const nextSteps = <R>(ofProject: OfProject<R>) =>
  Effect.map(Effect.option(ofProject), (found) =>
    Option.isSome(found) && found.value._tag !== "None" ? ["spec-kitty sync"] : ["spec-kitty sync server URL"])

/**
 * Signs in by name and password, and stores what the server issues. Where, whether it may be asked and whether the answer
 * could be stored are settled before the person is asked anything; nothing is stored unless the server has said yes (U-30,
 * G-A6).
 */
export const login = Effect.fn("login")(function*<R>(request: LoginRequest, ofProject: OfProject<R>) {
  const store = yield* SignInStore
  const server = yield* serverToSignIn(request.server, ofProject)
  yield* store.checkWritable
  const account = yield* whoSignsIn(request)
  const issued = yield* (yield* SignInServer).signIn(server, account)
  const before = yield* Effect.orElseSucceed(store.read, () => nobody)
  const signIn = signInOf(server, account.username, issued, yield* Clock.currentTimeMillis)
  yield* store.save(signIn)
  const replaced = replacedBy(before, server)
  const { token } = yield* Settings
  const outcome: Outcome<LoginReport> = {
    data: report(signIn, replaced, yield* credentialsFile),
    diagnostics: [
      ...(replaced === null ? [] : [replacedDiagnostic(replaced, server)]),
      ...(Option.isSome(token) ? [environmentWins] : []),
      ...(yield* takeNotices)
    ],
    exitCode: 0,
    next: yield* nextSteps(ofProject)
  }
  return outcome
})
