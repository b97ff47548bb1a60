import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import { type IssuedSignIn, nobody, type StoredSignIn } from "../../../src/domain/signIn/SignIn.js"
import { LoginRefused, RenewalRefused } from "../../../src/domain/signIn/signInErrors.js"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import type { TargetFault } from "../../../src/domain/sync/transportErrors.js"
import * as AccessTokens from "../../../src/layers/http/AccessTokens.js"
import * as Notices from "../../../src/layers/memory/Notices.js"
import * as ServerProbe from "../../../src/layers/memory/ServerProbe.js"
import * as MemorySettings from "../../../src/layers/memory/Settings.js"
import * as SignInStore from "../../../src/layers/memory/SignInStore.js"
import * as Credentials from "../../../src/layers/node/Credentials.js"
import type { ServerInUse } from "../../../src/programs/sync/serverInUse.js"
import type { SettingsValues } from "../../../src/services/Settings.js"
import { SignInPrompt } from "../../../src/services/SignInPrompt.js"
import { SignInServer } from "../../../src/services/SignInServer.js"
import { SignInStore as SignInStoreTag } from "../../../src/services/SignInStore.js"
import { secret } from "../../fixtures/secrets.js"

export const here = ServerUrl.make("https://kitty.example")
export const elsewhere = ServerUrl.make("https://other.example")
export const password = secret("password")

/** What a server issues, by number; tokens carry it. */
export const issued = (n: number): IssuedSignIn => ({
  access: Redacted.make(secret(`access-${n}`)),
  accessLifetime: Duration.minutes(15),
  refresh: Redacted.make(secret(`refresh-${n}`)),
  refreshLifetime: Duration.days(7),
  teamSlug: "acme"
})

/** Signed in at `server` since the start of the clock. */
export const storedAt = (server: ServerUrl): StoredSignIn => ({
  server,
  username: "ana",
  teamSlug: "acme",
  access: issued(0).access,
  accessExpiresAtMs: 900_000,
  refresh: issued(0).refresh,
  refreshExpiresAtMs: 604_800_000
})

export const sends = (url: ServerUrl): Effect.Effect<ServerInUse> => Effect.succeed({ _tag: "Ready", url })
export const sendsNowhere: Effect.Effect<ServerInUse> = Effect.succeed({ _tag: "None" })

/** A person, or a program, that gives these answers; and how often it was asked. */
export interface Person {
  readonly silence?: string
  readonly name?: string
  readonly password?: string
}

export interface World {
  readonly stored?: StoredSignIn
  readonly settings?: Partial<SettingsValues>
  readonly person?: Person
  readonly fault?: TargetFault
  /** What the store does otherwise than it should: the file is damaged, or is none. */
  readonly broken?: Partial<SignInStoreTag["Type"]>
  /** A name that the server knows. */
  readonly knows?: string
}

const storeOf = (stored: StoredSignIn, broken: Partial<SignInStoreTag["Type"]>) =>
  Layer.effect(SignInStoreTag, Effect.map(SignInStoreTag, (store) => SignInStoreTag.of({ ...store, ...broken }))).pipe(
    Layer.provide(SignInStore.holding(stored))
  )

/** Everything but the network is real; the server issues the next number to who knows the password. */
export const world = ({ broken = {}, fault, knows = "ana", person = {}, settings = {}, stored = nobody }: World = {}) => {
  const asked: Array<string> = []
  const prompt = Layer.succeed(SignInPrompt, {
    silence: Option.fromNullable(person.silence),
    ask: (question) => Effect.sync(() => {
      asked.push(question)
      return person.name ?? ""
    }),
    askHidden: (question) => Effect.sync(() => {
      asked.push(question)
      return Redacted.make(person.password ?? "")
    }),
    line: Effect.sync(() => {
      asked.push("stdin")
      return Redacted.make(person.password ?? "")
    })
  })
  const server = Layer.effect(
    SignInServer,
    Effect.map(Ref.make(0), (count) => {
      const next = Effect.map(Ref.updateAndGet(count, (n) => n + 1), issued)
      return SignInServer.of({
        signIn: (at, account) =>
          account.username === knows && Redacted.value(account.password) === password
            ? next
            : new LoginRefused({ server: at, status: 401 }),
        renew: (at, refresh) =>
          Redacted.value(refresh).startsWith(secret("refresh")) ? next : new RenewalRefused({ server: at, status: 401, expiredForMs: null })
      })
    })
  )
  const layer = Layer.mergeAll(Credentials.layer, AccessTokens.layer, ServerProbe.layer(fault)).pipe(
    Layer.provideMerge(Layer.mergeAll(
      storeOf(stored, broken), MemorySettings.layer(settings), Notices.layer, server, prompt
    ))
  )
  return { asked, layer }
}
