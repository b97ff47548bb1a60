import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import { Diagnostic } from "../../domain/Diagnostic.js"
import type { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { AccessDecision, accessDecision, isSameToken } from "../../domain/signIn/accessDecision.js"
import { type Renewable, renewedSignIn, type SignIn } from "../../domain/signIn/SignIn.js"
import { RenewalRefused, SignInUnanswered } from "../../domain/signIn/signInErrors.js"
import { isCarriable } from "../../domain/sync/accessToken.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { SignInNeeded } from "../../domain/sync/SignInNeeded.js"
import { AccessTokens, type NoAccess } from "../../services/AccessTokens.js"
import { Notices } from "../../services/Notices.js"
import { Settings } from "../../services/Settings.js"
import { SignInServer } from "../../services/SignInServer.js"
import { SignInStore } from "../../services/SignInStore.js"

type Token = Redacted.Redacted<string>

/** What this process knows of tokens beside what is stored. */
interface Memory {
  /** Renewed here, and not yet taken by a server. */
  readonly unproven: Token | null
  /** The refresh token that the server has refused, and with which words. */
  readonly dead: { readonly refresh: Token; readonly error: RenewalRefused } | null
  /** A renewal that could not be stored: it stands in for what `used` renews, so that the run can end. */
  readonly unsaved: { readonly used: Token; readonly renewed: SignIn } | null
}

const unsavedNotice = (error: StateNotWritable) =>
  new Diagnostic({
    severity: "warning",
    code: error.code,
    message: "The renewed sign-in could not be stored: it is good for this run alone.",
    why: `${error.path}: ${error.why}`,
    fix: "make the folder writable or free some disk space, then run spec-kitty auth login",
    target: error.path
  })

const make = Effect.gen(function*() {
  const { token: given } = yield* Settings
  const store = yield* SignInStore
  const server = yield* SignInServer
  const notices = yield* Notices
  const memory = yield* Ref.make<Memory>({ unproven: null, dead: null, unsaved: null })
  const oneFiberAtATime = (yield* Effect.makeSemaphore(1)).withPermits(1)
  const remember = (part: Partial<Memory>) => Ref.update(memory, (before) => ({ ...before, ...part }))

  /** What to do by what is stored at this moment, whoever stored it. */
  const decide = Effect.fnUntraced(function*(target: ServerUrl, refused: Token | null) {
    const stored = yield* Effect.mapError(store.read, (error) => error.signInNeeded(target))
    const { unsaved } = yield* Ref.get(memory)
    const known = isSameToken(stored.refresh, unsaved?.used ?? null) ? unsaved?.renewed ?? stored : stored
    return accessDecision(known, target, yield* Clock.currentTimeMillis, refused)
  })

  const save = Effect.fnUntraced(function*({ refresh }: Renewable, renewed: SignIn) {
    const { unsaved } = yield* Ref.get(memory)
    // Where the last renewal was not stored either, the token before it still is.
    const used = unsaved !== null && isSameToken(unsaved.renewed.refresh, refresh) ? unsaved.used : refresh
    yield* store.replace(used, renewed).pipe(
      Effect.zipRight(remember({ unsaved: null })),
      Effect.catchTag("StateNotWritable", (error) =>
        Effect.zipRight(remember({ unsaved: { used, renewed } }), notices.add(unsavedNotice(error))))
    )
  })

  /** After a renewal, or a refusal of one: what is stored now, where it will do. */
  const storedNow = Effect.fnUntraced(function*<E>(target: ServerUrl, refused: Token | null, otherwise: E) {
    const decision = yield* decide(target, refused)
    if (decision._tag === "Use") return decision.access
    return yield* decision._tag === "Needed"
      ? new SignInNeeded({ server: target, cause: decision.cause })
      : Effect.fail(otherwise)
  })

  /** The server's word on a refresh token is final, unless somebody else used it before us and has stored the next. */
  const onRefusal = Effect.fnUntraced(function*(target: ServerUrl, stored: Renewable, refused: Token | null, { server, status }: RenewalRefused) {
    const expiredForMs = (yield* Clock.currentTimeMillis) - (stored.refreshExpiresAtMs ?? Number.POSITIVE_INFINITY)
    const error = new RenewalRefused({ server, status, expiredForMs: expiredForMs > 0 ? expiredForMs : null })
    yield* remember({ dead: { refresh: stored.refresh, error } })
    return yield* storedNow(target, refused, error)
  })

  /** Asks the server. From its answer to the file there is no interruption: a refresh token may be good for once alone. */
  const renew = Effect.fn("AccessTokens.renew")(function*(target: ServerUrl, stored: Renewable, refused: Token | null) {
    const { dead } = yield* Ref.get(memory)
    if (dead !== null && isSameToken(dead.refresh, stored.refresh)) return yield* dead.error
    const issued = yield* Effect.either(server.renew(stored.server, stored.refresh))
    if (Either.isLeft(issued)) {
      return yield* issued.left._tag === "RenewalRefused"
        ? onRefusal(target, stored, refused, issued.left)
        : Effect.fail(issued.left)
    }
    const renewed = renewedSignIn(stored, issued.right, yield* Clock.currentTimeMillis)
    yield* remember({ unproven: renewed.access })
    yield* save(stored, renewed)
    return yield* storedNow(target, refused, new SignInNeeded({ server: target, cause: "refused_anew" }))
  }, Effect.uninterruptible)

  /** The stored token where it will do, else a renewed one. `ask` is what a renewal takes. */
  const tokenBy = <E>(target: ServerUrl, refused: Token | null, ask: (stored: Renewable) => Effect.Effect<Token, E>) =>
    Effect.flatMap(decide(target, refused), AccessDecision.$match({
      Use: ({ access }): Effect.Effect<Token, E | SignInNeeded> => Effect.succeed(access),
      Needed: ({ cause }) => new SignInNeeded({ server: target, cause }),
      Renew: ({ stored }) => ask(stored)
    }))

  /** Looks again once it has the lock: another process may have renewed meanwhile. */
  const renewAlone = (target: ServerUrl, refused: Token | null): Effect.Effect<Token, NoAccess> =>
    store.oneAtATime(tokenBy(target, refused, (stored) => renew(target, stored, refused))).pipe(
      Effect.catchTag("StateNotWritable", ({ path, why }) =>
        new SignInUnanswered({ server: target, purpose: "renewal", silence: "busy", reason: `${path}: ${why}` }))
    )

  const another = (target: ServerUrl, refused: Token | null) =>
    tokenBy(target, refused, () =>
      Effect.flatMap(Ref.get(memory), ({ unproven }): Effect.Effect<Token, NoAccess> =>
        isSameToken(unproven, refused)
          ? new SignInNeeded({ server: target, cause: "refused_anew" })
          : renewAlone(target, refused))).pipe(oneFiberAtATime)

  const checkGiven = (target: ServerUrl, token: Token) =>
    isCarriable(Redacted.value(token))
      ? Effect.succeed(token)
      : new SignInNeeded({ server: target, cause: "environment_malformed" })

  return AccessTokens.of({
    current: (target) =>
      Option.match(given, {
        onNone: () => tokenBy(target, null, () => another(target, null)),
        onSome: (token) => checkGiven(target, token)
      }),
    after401: (target, refused) =>
      Option.isSome(given)
        ? new SignInNeeded({ server: target, cause: "environment_refused" })
        : another(target, refused),
    taken: (token) =>
      Ref.update(memory, (before) => isSameToken(before.unproven, token) ? { ...before, unproven: null } : before)
  })
})

/** `SPEC_KITTY_TOKEN`, else the stored sign-in, renewed at the server that issued it. */
export const layer = Layer.effect(AccessTokens, make)
