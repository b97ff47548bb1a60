import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import type { EventEnvelope } from "../domain/events/EventEnvelope.js"
import type { MissionSlug } from "../domain/identity/Namespace.js"
import type { DossierStore } from "../services/DossierStore.js"
import { aMission, anEvent, aSnapshot } from "./fixtures/dossier.js"

/** A store that is empty, and a look into its log. */
export interface StoreUnderTest {
  readonly store: DossierStore["Type"]
  /** What the event log holds now. */
  readonly events: (mission: MissionSlug) => Effect.Effect<ReadonlyArray<EventEnvelope>>
}

/** What every dossier store promises. */
export const dossierStoreLaws = (name: string, open: Effect.Effect<StoreUnderTest, never, Scope.Scope>): void => {
  describe(`DossierStore laws: ${name}`, () => {
    it.scoped("D-18 gives back the snapshot that was saved, and none before", () =>
      Effect.gen(function*() {
        const { store } = yield* open
        expect(yield* store.latest(aMission)).toStrictEqual(Option.none())
        expect(yield* store.save(aSnapshot())).toBe(true)
        expect(yield* store.latest(aMission)).toStrictEqual(Option.some(aSnapshot()))
      }))

    it.scoped("D-43 writes nothing where only id and times changed, and the new one where anything else did", () =>
      Effect.gen(function*() {
        const { store } = yield* open
        const later = { id: "11111111-3c1b-4a6e-9a51-0b7d1f0c2a11", time: "2027-01-01T00:00:00Z" }
        yield* store.save(aSnapshot())
        expect(yield* store.save(aSnapshot(later))).toBe(false)
        expect(yield* store.latest(aMission)).toStrictEqual(Option.some(aSnapshot()))
        expect(yield* store.save(aSnapshot({ ...later, sizeBytes: 7 }))).toBe(true)
        expect(yield* store.latest(aMission)).toStrictEqual(Option.some(aSnapshot({ ...later, sizeBytes: 7 })))
      }))

    it.scoped("D-45 appends events and never rewrites any", () =>
      Effect.gen(function*() {
        const { events, store } = yield* open
        yield* store.appendEvents(aMission, [anEvent(1), anEvent(2)])
        yield* store.appendEvents(aMission, [])
        yield* store.appendEvents(aMission, [anEvent(3)])
        expect(yield* events(aMission)).toStrictEqual([anEvent(1), anEvent(2), anEvent(3)])
      }))
  })
}
