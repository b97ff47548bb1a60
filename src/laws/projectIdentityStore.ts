import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { ProjectIdentityStore } from "../services/ProjectIdentityStore.js"

/** Runs the effect with a store of a project that has no identity yet. */
export type WithFreshStore = <A, E>(
  effect: Effect.Effect<A, E, ProjectIdentityStore>
) => Effect.Effect<A, unknown, Scope.Scope>

const store = ProjectIdentityStore

/** What every store of identities promises. */
export const projectIdentityStoreLaws = (name: string, withFreshStore: WithFreshStore): void => {
  describe(`identity store: ${name}`, () => {
    it.scopedLive("I-07 a project has no identity before someone ensures one, and reading makes none", () =>
      withFreshStore(Effect.gen(function*() {
        const { projectUuid } = yield* store
        expect(yield* projectUuid).toEqual(Option.none())
        expect(yield* projectUuid).toEqual(Option.none())
      })))

    it.scopedLive("I-07 an ensured identity is whole and stays what it is", () =>
      withFreshStore(Effect.gen(function*() {
        const { ensure, projectUuid } = yield* store
        const first = yield* ensure
        expect(first.project_uuid).not.toBe(first.build_id)
        expect(first.node_id).toMatch(/^[0-9a-f]{12}$/)
        expect(yield* ensure).toEqual(first)
        expect(yield* projectUuid).toEqual(Option.some(first.project_uuid))
      })))

    it.scopedLive("U-15 a provisional identity is whole, is not kept, and is the stored one where there is one", () =>
      withFreshStore(Effect.gen(function*() {
        const { ensure, projectUuid, provisional } = yield* store
        const first = yield* provisional
        expect(first.project_uuid).not.toBe(first.build_id)
        expect((yield* provisional).project_uuid).not.toBe(first.project_uuid)
        expect(yield* projectUuid).toEqual(Option.none())
        const kept = yield* ensure
        expect(kept.project_uuid).not.toBe(first.project_uuid)
        expect(yield* provisional).toEqual(kept)
      })))

    it.scopedLive("I-09 thirty that ensure it at once get one identity", () =>
      withFreshStore(Effect.gen(function*() {
        const { ensure } = yield* store
        const all = yield* Effect.all(Array.from({ length: 30 }, () => ensure), { concurrency: "unbounded" })
        expect(new Set(all.map((identity) => JSON.stringify(identity))).size).toBe(1)
      })))
  })
}
