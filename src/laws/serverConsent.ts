import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { ProjectUuid } from "../domain/identity/ids.js"
import { ServerUrl } from "../domain/sync/ServerTarget.js"
import { ServerConsent } from "../services/ServerConsent.js"

/** Runs an effect on a store that nobody has given consent in. */
export type WithFreshConsent = <A, E>(effect: Effect.Effect<A, E, ServerConsent>) => Effect.Effect<A, unknown, Scope.Scope>

const one = ProjectUuid.make("11111111-1111-4111-8111-111111111111")
const two = ProjectUuid.make("22222222-2222-4222-8222-222222222222")
const [first, second] = [ServerUrl.make("https://one.example"), ServerUrl.make("http://127.0.0.1:8080")]

/** What every store of consent promises. */
export const serverConsentLaws = (name: string, withFreshConsent: WithFreshConsent): void => {
  describe(`server consent: ${name}`, () => {
    it.scopedLive("U-28 S22 there is none before someone gives it, and it is for one project alone", () =>
      withFreshConsent(Effect.gen(function*() {
        const { get, set } = yield* ServerConsent
        expect(yield* get(one)).toEqual(Option.none())
        yield* set(one, first)
        expect([yield* get(one), yield* get(two)]).toEqual([Option.some(first), Option.none()])
      })))

    it.scopedLive("U-28 the last word holds, and it can be taken back", () =>
      withFreshConsent(Effect.gen(function*() {
        const { clear, get, set } = yield* ServerConsent
        yield* set(one, first)
        yield* set(one, second)
        expect(yield* get(one)).toEqual(Option.some(second))
        yield* clear(one)
        yield* clear(one)
        expect(yield* get(one)).toEqual(Option.none())
      })))
  })
}
