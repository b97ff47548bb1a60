import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { accessDecision, isSignInAt } from "../../domain/signIn/accessDecision.js"
import { nobody } from "../../domain/signIn/SignIn.js"
import { isCarriable } from "../../domain/sync/accessToken.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { SignInNeeded } from "../../domain/sync/SignInNeeded.js"
import { Credentials, type TokenFacts } from "../../services/Credentials.js"
import { Settings } from "../../services/Settings.js"
import { SignInStore } from "../../services/SignInStore.js"

const ofEnvironment: TokenFacts = { source: "environment", expiresAtMs: null, renewalDue: false, renewableUntilMs: null }

const make = Effect.gen(function*() {
  const { token: given } = yield* Settings
  const store = yield* SignInStore

  const describeStored = (server: ServerUrl) =>
    Effect.gen(function*() {
      const stored = yield* Effect.mapError(store.read, (error) => error.signInNeeded(server))
      const decision = accessDecision(stored, server, yield* Clock.currentTimeMillis)
      if (decision._tag === "Needed") return yield* new SignInNeeded({ server, cause: decision.cause })
      const facts: TokenFacts = {
        source: "stored",
        expiresAtMs: stored.accessExpiresAtMs,
        renewalDue: decision._tag === "Renew",
        renewableUntilMs: stored.refresh === null ? null : stored.refreshExpiresAtMs
      }
      return facts
    })

  const describe = (server: ServerUrl) =>
    Option.match(given, {
      onNone: () => describeStored(server),
      onSome: (token) =>
        isCarriable(Redacted.value(token))
          ? Effect.succeed(ofEnvironment)
          : new SignInNeeded({ server, cause: "environment_malformed" })
    }).pipe(Effect.withSpan("Credentials.describe"))

  const teamSlug = (server: ServerUrl | null) =>
    store.read.pipe(
      Effect.orElseSucceed(() => nobody),
      Effect.map((stored) => isSignInAt(stored, server) ? stored.teamSlug ?? "local" : "local")
    )
  return Credentials.of({ describe, teamSlug })
})

/** `SPEC_KITTY_TOKEN`, else the stored sign-in. */
export const layer = Layer.effect(Credentials, make)
