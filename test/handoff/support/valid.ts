import * as Arbitrary from "effect/Arbitrary"
import * as FastCheck from "effect/FastCheck"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { readdirSync } from "node:fs"
import { type EventKind, eventCatalogue } from "../../../src/domain/events/eventCatalogue.js"
import { EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import { BodyRequest } from "../../../src/domain/sync/BodyRequest.js"
import { TrackerProjectIdentity } from "../../../src/domain/wire/tracker.js"
import { golden } from "../../fixtures/contract/golden.js"
import { handoff, readHandoff } from "./schemas.js"

type Fields = { readonly [field: string]: unknown }

/** Values of a Schema as they are on the wire, few and small: they are made slowly and changed quickly. */
const someOf = (schema: Schema.Schema.AnyNoContext, seed: number): ReadonlyArray<Fields> =>
  FastCheck.sample(Arbitrary.make(schema), { numRuns: 40, seed })
    .map((value) => JSON.stringify(value))
    .filter((text) => text.length < 2_000)
    .map((text): unknown => JSON.parse(text))
    .filter(Predicate.isRecord)

export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex")

/** A body whose hash is the hash of its text. */
export const hashed = (body: unknown): unknown =>
  Predicate.isRecord(body) && typeof body["content_body"] === "string" && "content_hash" in body
    ? { ...body, content_hash: sha256(body["content_body"]) }
    : body

/** Every event of the good fixtures. */
const fixtureEvents: ReadonlyArray<Fields> = readdirSync(`${handoff}/fixtures`)
  .map((file) => readHandoff(`fixtures/${file}`))
  .flatMap(({ exchanges }) => exchanges)
  .filter(({ valid }) => valid === true)
  .flatMap(({ request }) => request.body?.events ?? [])

const kinds: ReadonlyArray<readonly [string, EventKind]> = Object.entries(eventCatalogue)

/** Events that keep the contract, of all types: from the fixtures, and with payloads and envelopes at random. */
export const validEvents = (seed: number): ReadonlyArray<Fields> => {
  const envelopes = [...golden["envelope"] ?? [], ...someOf(EventEnvelope, seed)]
  return [
    ...fixtureEvents,
    ...kinds.flatMap(([type, { aggregate_types: [aggregate_type], payload }]) =>
      [...golden[`payload/${type}`] ?? [], ...someOf(payload, seed)].map((each, index) => ({
        ...envelopes[index % envelopes.length], event_type: type, aggregate_type, payload: each
      }))
    )
  ]
}

const bodyTexts = ["alpha\n", "\ufeffGr\u00fc\u00dfe\r\n", "\u{1F408}", " . ", "\u0085", "feature_slug: mission_key\n", "\u0000", "é".repeat(1000)]

/** Bodies that keep the contract, their hashes with them. */
export const validBodies = (seed: number): ReadonlyArray<unknown> => {
  const [first = {}] = golden["body_sync"] ?? []
  return [
    ...bodyTexts.map((content_body) => ({ ...first, content_body })),
    ...someOf(BodyRequest, seed)
  ].map(hashed)
}

/** Bodies at both sides of the largest size; few are drawn, as each of them takes milliseconds. */
export const largeBodies: ReadonlyArray<unknown> = ["x".repeat(524_288), "x".repeat(524_289), "é".repeat(262_144), `${"é".repeat(262_144)}x`, " ".repeat(524_288)]
  .map((content_body) => hashed({ ...golden["body_sync"]?.[0], content_body }))

/** Identities of a project as a binding carries them. */
export const validIdentities = (seed: number): ReadonlyArray<unknown> => [
  ...golden["tracker_bind"] ?? [], ...someOf(TrackerProjectIdentity, seed)
]
