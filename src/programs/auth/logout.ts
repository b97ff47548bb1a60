import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Outcome } from "../../domain/Diagnostic.js"
import { nobody } from "../../domain/signIn/SignIn.js"
import { LogoutReport } from "../../domain/signIn/SignInReports.js"
import { takeNotices } from "../../services/Notices.js"
import { Settings } from "../../services/Settings.js"
import { SignInStore } from "../../services/SignInStore.js"
import { environmentWins } from "./environmentWins.js"

/** Removes the stored sign-in, whichever server it is for. What is queued stays queued; no server is asked. */
export const logout = Effect.gen(function*() {
  const store = yield* SignInStore
  const { server } = yield* Effect.orElseSucceed(store.read, () => nobody)
  const removed = yield* store.forget
  const { token } = yield* Settings
  const outcome: Outcome<LogoutReport> = {
    data: new LogoutReport({ removed, server, environment_token: Option.isSome(token) }),
    diagnostics: [...(Option.isSome(token) ? [environmentWins] : []), ...(yield* takeNotices)],
    exitCode: 0,
    next: []
  }
  return outcome
}).pipe(Effect.withSpan("logout"))
