import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"
import { nobody, type StoredSignIn } from "../domain/signIn/SignIn.js"
import { SignInStore } from "../services/SignInStore.js"
import { aSignIn, plainSignIn } from "./fixtures/signIns.js"

/** Runs an effect on a store in which nobody has signed in. */
export type WithFreshSignInStore = <A, E>(effect: Effect.Effect<A, E, SignInStore>) => Effect.Effect<A, unknown, Scope.Scope>

const shown = Effect.flatMap(SignInStore, ({ read }) => Effect.map(read, plainSignIn))

type Change =
  | { readonly _tag: "Save"; readonly n: number }
  | { readonly _tag: "Replace"; readonly used: number; readonly n: number }
  | { readonly _tag: "Forget" }

const number = FastCheck.integer({ min: 1, max: 4 })
const change: FastCheck.Arbitrary<Change> = FastCheck.oneof(
  number.map((n): Change => ({ _tag: "Save", n })),
  FastCheck.tuple(number, number).map(([used, n]): Change => ({ _tag: "Replace", used, n })),
  FastCheck.constant<Change>({ _tag: "Forget" })
)

/** What a store that keeps these laws holds after a change. */
const expected = (before: StoredSignIn, made: Change): StoredSignIn => {
  switch (made._tag) {
    case "Save":
      return aSignIn(made.n)
    case "Replace":
      return before.refresh !== null && Redacted.value(before.refresh) === `refresh-of-${made.used}` ? aSignIn(made.n) : before
    case "Forget":
      return nobody
  }
}

const apply = ({ forget, replace, save }: SignInStore["Type"], made: Change) => {
  switch (made._tag) {
    case "Save":
      return save(aSignIn(made.n))
    case "Replace":
      return replace(Redacted.make(`refresh-of-${made.used}`), aSignIn(made.n))
    case "Forget":
      return forget
  }
}

/** What every store of a sign-in promises. */
export const signInStoreLaws = (name: string, withFreshStore: WithFreshSignInStore): void => {
  describe(`sign-in store: ${name}`, () => {
    it.scopedLive("H-08 nobody is there before someone signs in, and then it is who signed in last, whole", () =>
      withFreshStore(Effect.gen(function*() {
        const { save } = yield* SignInStore
        expect(yield* shown).toEqual(plainSignIn(nobody))
        yield* save(aSignIn(1))
        expect(yield* shown).toEqual(plainSignIn(aSignIn(1)))
        yield* save(aSignIn(2, 5, { teamSlug: null, username: "bo" }))
        expect(yield* shown).toEqual(plainSignIn(aSignIn(2, 5, { teamSlug: null, username: "bo" })))
      })))

    it.scopedLive("H-09 G-A2 a renewal is stored only where the token it came from is still the stored one", () =>
      withFreshStore(Effect.gen(function*() {
        const { replace, save } = yield* SignInStore
        expect(yield* replace(aSignIn(1).refresh, aSignIn(2))).toBe(false)
        expect(yield* shown).toEqual(plainSignIn(nobody))
        yield* save(aSignIn(1))
        expect(yield* replace(aSignIn(1).refresh, aSignIn(2))).toBe(true)
        expect(yield* replace(aSignIn(1).refresh, aSignIn(3))).toBe(false)
        expect(yield* shown).toEqual(plainSignIn(aSignIn(2)))
      })))

    it.scopedLive("G-A2 G-A3 neither a sign-out nor a newer sign-in meanwhile is undone", () =>
      withFreshStore(Effect.gen(function*() {
        const { forget, replace, save } = yield* SignInStore
        expect(yield* forget).toBe(false)
        yield* save(aSignIn(1))
        expect(yield* forget).toBe(true)
        expect(yield* replace(aSignIn(1).refresh, aSignIn(2))).toBe(false)
        expect(yield* shown).toEqual(plainSignIn(nobody))
        yield* save(aSignIn(3))
        expect(yield* replace(aSignIn(1).refresh, aSignIn(2))).toBe(false)
        expect(yield* shown).toEqual(plainSignIn(aSignIn(3)))
      })))

    it.scopedLive("U-30 G-Q12 asking whether it could be stored changes nothing that is", () =>
      withFreshStore(Effect.gen(function*() {
        const { checkWritable, save } = yield* SignInStore
        yield* checkWritable
        expect(yield* shown).toEqual(plainSignIn(nobody))
        yield* save(aSignIn(1))
        yield* checkWritable
        expect(yield* shown).toEqual(plainSignIn(aSignIn(1)))
      })))

    it.scopedLive("G-A2 whatever is done in whichever order, the store is what these laws make of it", () =>
      Effect.forEach(FastCheck.sample(FastCheck.array(change, { maxLength: 8 }), { numRuns: 25, seed: 7 }), (changes) =>
        withFreshStore(Effect.gen(function*() {
          const store = yield* SignInStore
          let model = nobody
          for (const made of changes) {
            yield* apply(store, made)
            model = expected(model, made)
            expect(yield* shown).toEqual(plainSignIn(model))
          }
        }))))

    it.scopedLive("G-A2 one renewal at a time, which keeps nobody from signing out", () =>
      withFreshStore(Effect.gen(function*() {
        const { forget, oneAtATime, save } = yield* SignInStore
        yield* save(aSignIn(1))
        const inside = yield* Ref.make(0)
        const most = yield* Ref.make(0)
        const go = yield* Deferred.make<void>()
        const renewal = oneAtATime(Effect.gen(function*() {
          const now = yield* Ref.updateAndGet(inside, (n) => n + 1)
          yield* Ref.update(most, (n) => Math.max(n, now))
          yield* Deferred.await(go)
          yield* Ref.update(inside, (n) => n - 1)
        }))
        const running = yield* Effect.fork(Effect.all([renewal, renewal, renewal], { concurrency: "unbounded" }))
        yield* Effect.yieldNow()
        expect(yield* forget).toBe(true)
        yield* Deferred.succeed(go, undefined)
        yield* Fiber.join(running)
        expect(yield* Ref.get(most)).toBe(1)
      })))
  })
}
