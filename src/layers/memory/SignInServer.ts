import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type { IssuedSignIn } from "../../domain/signIn/SignIn.js"
import { LoginRefused, RenewalRefused, type SignInMisanswered, type SignInUnanswered } from "../../domain/signIn/signInErrors.js"
import { SignInServer } from "../../services/SignInServer.js"
import { makeSteering, type Steering } from "./steering.js"

/** One call: who signed in, or with which refresh token somebody renewed. */
export type SignInCall =
  | { readonly _tag: "SignIn"; readonly username: string }
  | { readonly _tag: "Renew"; readonly refresh: Redacted.Redacted<string> }

/** What the fake answers instead of tokens. */
export type SignInFailure = LoginRefused | RenewalRefused | SignInUnanswered | SignInMisanswered

/** The strings of the fake. */
export class SignInServerSteering extends Context.Tag("spec-kitty/memory/SignInServerSteering")<
  SignInServerSteering,
  Steering<SignInCall, SignInFailure>
>() {}

/** What the fake takes, and for how long what it gives is good: 15 minutes unless told. */
export interface SignInServerOptions {
  /** The only password that is taken, for whichever name. */
  readonly password?: string
  readonly accessLifetime?: Duration.Duration
}

const make = ({ accessLifetime = Duration.minutes(15), password = "correct horse" }: SignInServerOptions) =>
  Effect.gen(function*() {
    const { arrive, steering } = yield* makeSteering<SignInCall, SignInFailure>()
    const issued = yield* Ref.make(0)
    /** Refresh tokens that were issued and not used. */
    const good = yield* Ref.make<ReadonlySet<string>>(new Set())
    const issue = Effect.gen(function*() {
      const n = yield* Ref.updateAndGet(issued, (before) => before + 1)
      yield* Ref.update(good, (before) => new Set([...before, `refresh-${n}`]))
      const tokens: IssuedSignIn = {
        access: Redacted.make(`access-${n}`),
        accessLifetime,
        refresh: Redacted.make(`refresh-${n}`),
        refreshLifetime: Duration.days(7),
        teamSlug: "acme"
      }
      return tokens
    })
    const use = (refresh: string) =>
      Ref.modify(good, (before) => [before.has(refresh), new Set([...before].filter((it) => it !== refresh))] as const)

    return Context.make(SignInServer, {
      signIn: (server, account) =>
        Effect.gen(function*() {
          yield* arrive({ _tag: "SignIn", username: account.username }).pipe(
            Effect.catchTag("RenewalRefused", ({ status }) => new LoginRefused({ server, status }))
          )
          return Redacted.value(account.password) === password ? yield* issue : yield* new LoginRefused({ server, status: 401 })
        }),
      renew: (server, refresh) =>
        Effect.gen(function*() {
          yield* arrive({ _tag: "Renew", refresh }).pipe(
            Effect.catchTag("LoginRefused", ({ status }) => new RenewalRefused({ server, status, expiredForMs: null }))
          )
          return (yield* use(Redacted.value(refresh)))
            ? yield* issue
            : yield* new RenewalRefused({ server, status: 401, expiredForMs: null })
        })
    }).pipe(Context.add(SignInServerSteering, steering))
  })

/** A server that takes one password, and each refresh token once: its tokens are `access-1` and `refresh-1`, then 2, and so on. */
export const issuing = (options: SignInServerOptions = {}) => Layer.effectContext(make(options))

/** The same, with its defaults: the password is `correct horse`. */
export const layer = issuing()
