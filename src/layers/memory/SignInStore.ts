import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import { nobody, type StoredSignIn } from "../../domain/signIn/SignIn.js"
import { SignInStore } from "../../services/SignInStore.js"

const make = (stored: StoredSignIn) =>
  Effect.gen(function*() {
    const state = yield* Ref.make(stored)
    const lock = yield* Effect.makeSemaphore(1)
    return SignInStore.of({
      read: Ref.get(state),
      checkWritable: Effect.void,
      save: (signIn) => Ref.set(state, signIn),
      replace: (used, renewed) =>
        Ref.modify(state, (before) =>
          before.refresh !== null && Redacted.value(before.refresh) === Redacted.value(used) ? [true, renewed] : [false, before]),
      forget: Ref.modify(state, (before) => [Object.values(before).some((part) => part !== null), nobody]),
      oneAtATime: lock.withPermits(1)
    })
  })

/** A sign-in that is gone with the process. */
export const holding = (stored: StoredSignIn) => Layer.effect(SignInStore, make(stored))

/** The same, with nobody signed in. */
export const layer = holding(nobody)
