import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as ParseResult from "effect/ParseResult"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import { compileContext, violationsBy } from "../../../src/domain/contract/compileContext.js"
import { compileContract } from "../../../src/domain/contract/compileContract.js"
import type { ContractContext, ContractDocument } from "../../../src/domain/contract/ContractDocument.js"
import { forbiddenNames, retiredNames } from "../../../src/domain/contract/forbiddenNames.js"
import { membersWritten } from "../../../src/domain/contract/jsonText.js"
import { judgeEventIn } from "../../../src/domain/contract/judges.js"
import { unsure, vouchContext, vouchEvent } from "../../../src/domain/contract/vouch.js"
import { EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import { BodyRequest } from "../../../src/domain/sync/BodyRequest.js"
import { aggregateOf } from "../../../src/laws/fixtures/receiver.js"
import { shippedDocument } from "../../fixtures/contract/gateUnderTest.js"
import { golden, type GoldenPayload } from "../../fixtures/contract/golden.js"
import { changeAt, forbiddenKeys, objectsIn, shapeMutants } from "../../fixtures/contract/mutations.js"

const shipped = shippedDocument.pipe(Effect.provide(NodeContext.layer))

const lookFor = (document: ContractDocument) => {
  const names = retiredNames(document.forbidden)
  const limits = { names, maxDepth: document.max_depth }
  const judges = Object.fromEntries(Object.entries(document.contexts).map(([name, context]) =>
    [name, violationsBy(compileContext(context, forbiddenNames(names, document.max_depth)))]
  ))
  return {
    context: (context: ContractContext) => (value: unknown) => vouchContext(context, limits)(value, 0),
    event: (value: unknown) => vouchEvent(document.contexts, limits)(value, 0),
    judge: (name: string, value: unknown) => judges[name]?.(value) ?? [],
    judgeEvent: judgeEventIn(judges)
  }
}

const membersIn = (value: unknown): number =>
  Array.isArray(value)
    ? value.reduce<number>((sum, item) => sum + membersIn(item), 0)
    : Predicate.isRecord(value)
    ? Object.values(value).reduce<number>((sum, item) => sum + 1 + membersIn(item), 0)
    : 0

/** Each golden payload of an event type in each golden envelope. */
const goldenEvents = Object.entries(golden).flatMap(([context, payloads]) =>
  context.startsWith("payload/")
    ? payloads.flatMap((payload) =>
      (golden["envelope"] ?? []).map((envelope) => {
        const event_type = context.slice("payload/".length)
        return { ...envelope, event_type, aggregate_type: aggregateOf(event_type), payload }
      })
    )
    : []
)

const strange = FastCheck.oneof(
  FastCheck.jsonValue(),
  FastCheck.constantFrom("", " ", "Feature", "feature/x", "feature_slug", "2026-02-30T10:00:00Z", 2 ** 53, -1, 0.5, null, [[]], {})
)

/** A golden payload with up to three of its values, or a new member, replaced by anything. */
const disturbed = (payload: GoldenPayload) => {
  const paths = objectsIn(payload)
  const keys = FastCheck.constantFrom(...paths.flatMap((path) => {
    const at = path.reduce<unknown>((value, key) => Predicate.isRecord(value) || Array.isArray(value) ? Reflect.get(value, key) : value, payload)
    return [...Object.keys(Predicate.isRecord(at) ? at : {}), "no_such_field", "Feature_Slug", "aggregate_id", "__proto__x"]
      .map((key) => [...path, key])
  }))
  return FastCheck.array(FastCheck.tuple(keys, strange), { minLength: 1, maxLength: 3 }).map((changes) =>
    changes.reduce<unknown>((value, [path, content]) => changeAt(value, path, () => content), payload)
  )
}

const decodes = <A, I>(schema: Schema.Schema<A, I>, value: unknown) =>
  Either.isRight(ParseResult.decodeUnknownEither(schema, { onExcessProperty: "error" })(value))

describe("the quick look of the gate", () => {
  it.effect("I-37 vouches for the whole golden corpus, and counts its members", () =>
    Effect.gen(function*() {
      const document = yield* shipped
      const look = lookFor(document)
      for (const [name, context] of Object.entries(document.contexts)) {
        for (const payload of golden[name] ?? []) expect(look.context(context)(payload), name).toBe(membersIn(payload))
      }
      for (const event of goldenEvents) expect(look.event(event), event.event_type).toBe(membersIn(event))
    }))

  it.effect("I-37 G-C3 vouches for no mutant that the Schemas refuse", () =>
    Effect.gen(function*() {
      const document = yield* shipped
      const look = lookFor(document)
      let refused = 0
      for (const [name, context] of Object.entries(document.contexts)) {
        for (const payload of golden[name] ?? []) {
          for (const mutant of [...shapeMutants(context.shape, payload, payload), ...forbiddenKeys(payload)]) {
            if (look.judge(name, mutant.payload).length === 0) continue
            refused++
            expect(look.context(context)(mutant.payload), `${name}: ${mutant.what}`).toBe(unsure)
          }
        }
      }
      expect(refused).toBeGreaterThan(1500)
    }))

  it.effect("I-37 G-C2 vouches for nothing that the Schemas or the typed classes refuse, whatever is changed", () =>
    Effect.gen(function*() {
      const document = yield* shipped
      const look = lookFor(document)
      for (const event of goldenEvents) {
        FastCheck.assert(FastCheck.property(disturbed(event), (changed) => {
          const vouched = look.event(changed) !== unsure
          return !vouched || (look.judgeEvent(changed).violations.length === 0 && decodes(EventEnvelope, changed))
        }), { numRuns: 60 })
      }
      for (const [name, context] of Object.entries(document.contexts)) {
        for (const payload of golden[name] ?? []) {
          FastCheck.assert(FastCheck.property(disturbed(payload), (changed) => {
            const vouched = look.context(context)(changed) !== unsure
            return !vouched || (look.judge(name, changed).length === 0 && (name !== "body_sync" || decodes(BodyRequest, changed)))
          }), { numRuns: 60 })
        }
      }
    }))

  it.effect("G-C3 a nest deeper than the contract allows, in a place that is free, is not vouched for", () =>
    Effect.gen(function*() {
      const document = yield* shipped
      const look = lookFor(document)
      const nest = (levels: number): unknown => levels === 0 ? 1 : { deeper: nest(levels - 1) }
      const bind = (levels: number) => ({ ...golden["tracker_bind"]?.[0], extra: nest(levels) })
      for (const levels of [document.max_depth - 1, document.max_depth]) {
        const context = document.contexts["tracker_bind"]
        if (context === undefined) continue
        const allowed = look.judge("tracker_bind", bind(levels)).length === 0
        expect(look.context(context)(bind(levels)) !== unsure).toBe(allowed)
        expect(allowed).toBe(levels < document.max_depth)
      }
    }))

  it.effect("I-37 a payload that breaks a rule between two of its fields is not vouched for", () =>
    Effect.gen(function*() {
      const document = yield* shipped
      const look = lookFor(document)
      let broken = 0
      for (const [name, context] of Object.entries(document.contexts)) {
        for (const { then, when } of context.rules) {
          for (const payload of golden[name] ?? []) {
            for (const value of when.one_of) {
              for (const content of [null, "is" in then && then.is === "present" ? undefined : "  "]) {
                const changed = { ...payload, [when.field]: value, [then.field]: content }
                expect(look.context(context)(JSON.parse(JSON.stringify(changed)))).toBe(unsure)
                broken++
              }
            }
          }
        }
      }
      expect(broken).toBeGreaterThan(0)
    }))

  it.prop("G-C1 counts the members that any JSON text spells out", [FastCheck.jsonValue()], ([value]) => {
    expect(membersWritten(JSON.stringify(value))).toBe(membersIn(value))
  })

  it.prop(
    "G-C1 counts them behind strings of quotes and backslashes",
    [FastCheck.dictionary(FastCheck.stringMatching(/^[\\":{}]{0,6}$/), FastCheck.stringMatching(/^[\\":,]{0,6}$/))],
    ([value]) => {
      expect(membersWritten(JSON.stringify([value, { last: value }]))).toBe(membersIn([value, { last: value }]))
    }
  )

  it.effect("G-C1 a stored event that names a key twice is refused, and passes as soon as it names it once", () =>
    Effect.gen(function*() {
      const { eventText } = compileContract(yield* shipped)
      const text = JSON.stringify(goldenEvents[0])
      expect(Either.isRight(eventText(text))).toBe(true)
      for (const [once, twice] of [['"team_slug":', '"team_slug":"other","team_slug":'], ['"mission_slug":', '"mission_slug":"x","mission_slug":']] as const) {
        expect(text).toContain(once)
        const refused = eventText(text.replace(once, twice))
        expect(Either.getLeft(refused).pipe(Option.map(({ violations }) => violations[0].rule))).toEqual(
          Option.some("must not name a key twice")
        )
      }
    }))
})
