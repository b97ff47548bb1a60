import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { ServerUrl } from "../domain/sync/ServerTarget.js"
import { matchOf } from "../domain/tracker/matchOf.js"
import { ContractGate } from "../services/ContractGate.js"
import { ReceiverAddress } from "../services/ReceiverAddress.js"
import { Tracker } from "../services/Tracker.js"

/**
 * A tracker, and the server behind it: a well-behaved one that knows several resources of Linear, none of GitLab, and no
 * project yet.
 */
export type TrackerLayer = Layer.Layer<Tracker | ReceiverAddress | ContractGate, unknown>

const identityOf = (uuid: string) => ({
  uuid,
  slug: "some-project",
  node_id: "1f9c03ab77de",
  repo_slug: null,
  build_id: "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22"
})
const gated = (uuid: string) =>
  Effect.flatMap(ContractGate, (gate) => gate.check("tracker_bind", identityOf(uuid)))

const ours = gated("0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")
const others = gated("7a0e4d55-0b6d-4e0e-8f5b-0b6f8f0c1d22")
const provider = "linear"
const one = "3f0c7c1e-58a2-4d6b-9a55-6f2f4c2f9d10"
const another = "3f0c7c1e-58a2-4d6b-9a55-6f2f4c2f9d11"

/** The tracker, its server and the token of the first candidate. */
const start = Effect.gen(function*() {
  const server = ServerUrl.make((yield* ReceiverAddress).url)
  const tracker = yield* Tracker
  const identity = yield* ours
  const match = matchOf(yield* tracker.resolve(server, { provider, identity }))
  const candidateToken = match._tag === "Candidates" ? match.candidates[0].candidate_token : ""
  return { server, tracker, identity, match, candidateToken }
})

/** What a client of trackers promises over any technology, as long as the server behaves. */
export const trackerLaws = (name: string, layer: TrackerLayer): void => {
  const law = (says: string, body: Effect.Effect<void, unknown, Tracker | ReceiverAddress | ContractGate>) =>
    it.scopedLive(says, () => Effect.provide(body, layer))

  describe(`tracker: ${name}`, () => {
    law("I-12 a project that the server does not know is offered candidates, and asking changes nothing", Effect.gen(function*() {
      const { identity, match, server, tracker } = yield* start
      expect(match._tag).toBe("Candidates")
      expect(matchOf(yield* tracker.resolve(server, { provider, identity }))).toEqual(match)
      const listed = yield* tracker.resources(server, provider)
      expect(listed.length).toBeGreaterThan(1)
      expect(listed.filter(({ binding_ref }) => typeof binding_ref === "string")).toEqual([])
    }))

    law("I-12 a provider without resources offers none", Effect.gen(function*() {
      const { identity, server, tracker } = yield* start
      expect(yield* tracker.resources(server, "gitlab")).toEqual([])
      expect(matchOf(yield* tracker.resolve(server, { provider: "gitlab", identity }))._tag).toBe("None")
    }))

    law("I-12 what was confirmed is what is resolved, listed, stood by and reported from then on", Effect.gen(function*() {
      const { candidateToken, identity, server, tracker } = yield* start
      const bound = yield* tracker.confirm(server, { provider, identity, candidateToken, idempotencyKey: one })
      const bindingRef = bound.binding_ref
      expect(matchOf(yield* tracker.resolve(server, { provider, identity }))).toMatchObject({ _tag: "Bound", bindingRef })
      expect((yield* tracker.validate(server, { provider, identity, bindingRef })).valid).toBe(true)
      expect((yield* tracker.status(server, { provider, bindingRef })).binding_ref).toBe(bindingRef)
      const listed = yield* tracker.resources(server, provider)
      expect(listed.filter(({ binding_ref }) => binding_ref === bindingRef)).toHaveLength(1)
    }))

    law("I-12 the same key binds once, and is answered alike each time", Effect.gen(function*() {
      const { candidateToken, identity, server, tracker } = yield* start
      const confirm = tracker.confirm(server, { provider, identity, candidateToken, idempotencyKey: one })
      const [first, ...rest] = [yield* confirm, yield* confirm, yield* confirm]
      for (const again of rest) expect(again).toEqual(first)
    }))

    law("I-12 a candidate that stands for nothing is refused by its word, and nothing is bound", Effect.gen(function*() {
      const { identity, match, server, tracker } = yield* start
      const refused = yield* Effect.flip(tracker.confirm(server, { provider, identity, candidateToken: "ct_nothing", idempotencyKey: another }))
      expect(refused._tag === "TrackerRefused" && refused.saysExpiredCandidate).toBe(true)
      expect(matchOf(yield* tracker.resolve(server, { provider, identity }))).toEqual(match)
    }))

    law("I-12 a binding that is not there, or another project's, is an answer to validate and a refusal of status", Effect.gen(function*() {
      const { candidateToken, identity, server, tracker } = yield* start
      const none = yield* tracker.validate(server, { provider, identity, bindingRef: "bnd_nothing" })
      expect([none.valid, none.binding_ref, typeof none.reason]).toEqual([false, "bnd_nothing", "string"])
      const refused = yield* Effect.flip(tracker.status(server, { provider, bindingRef: "bnd_nothing" }))
      expect(refused._tag === "TrackerRefused" && refused.saysStale).toBe(true)
      const { binding_ref: bindingRef } = yield* tracker.confirm(server, { provider, identity, candidateToken, idempotencyKey: one })
      expect((yield* tracker.validate(server, { provider, identity: yield* others, bindingRef })).valid).toBe(false)
    }))
  })
}
