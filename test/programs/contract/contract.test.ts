import * as NodeContext from "@effect/platform-node/NodeContext"
import { expect, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import { pinnedContract } from "../../../src/domain/contract/pinnedContract.js"
import * as ContractGate from "../../../src/layers/node/ContractGate.js"
import { checkPayload } from "../../../src/programs/contract/check.js"
import { showContract } from "../../../src/programs/contract/show.js"
import { verifyContract } from "../../../src/programs/contract/verify.js"
import { PayloadSource } from "../../../src/services/PayloadSource.js"
import { VendoredContract } from "../../../src/services/VendoredContract.js"
import { golden } from "../../fixtures/contract/golden.js"
import { forbiddenKeys, shapeMutants } from "../../fixtures/contract/mutations.js"

const World = Layer.merge(ContractGate.layer, ContractGate.documentLayer).pipe(Layer.provide(NodeContext.layer))

/** Checks a text as if it had been read from a file. */
const checkText = (text: string, context: string | null = null) =>
  checkPayload({ source: "payload.json", context }).pipe(
    Effect.provideService(PayloadSource, { read: () => Effect.succeed(text) })
  )
const check = (payload: unknown, context: string | null = null) => checkText(JSON.stringify(payload), context)

const event = { ...golden["envelope"]?.[1], payload: golden["payload/MissionDossierArtifactIndexed"]?.[0] }

/** Pointers of all fields that occur in a payload, items of lists as `*`. */
const pointersIn = (value: unknown, at: string): ReadonlyArray<string> => {
  if (Array.isArray(value)) return value.flatMap((item) => pointersIn(item, `${at}/*`))
  if (!Predicate.isRecord(value)) return []
  return Object.entries(value).flatMap(([key, item]) => [`${at}/${key}`, ...pointersIn(item, `${at}/${key}`)])
}

layer(World)("contract show, check and verify", (it) => {
  it.effect("I-29 every field of every context, however deep, occurs in the golden corpus that the mutations start from", () =>
    Effect.gen(function*() {
      const { data } = yield* showContract(null)
      expect(data.contexts.map(({ name }) => name)).toEqual(Object.keys(golden).sort())
      const absent = data.contexts.flatMap(({ fields, name }) => {
        const present = new Set((golden[name] ?? []).flatMap((payload) => pointersIn(payload, "")))
        return fields.flatMap(({ pointer }) => present.has(pointer) ? [] : [`${name}${pointer}`])
      })
      expect(absent).toEqual([])
    }))

  it.effect("N-11 a payload that keeps the contract is valid in its context", () =>
    Effect.gen(function*() {
      for (const [context, payloads] of Object.entries(golden)) {
        for (const payload of payloads) {
          const { data, exitCode } = yield* check(payload, context)
          expect([data.valid, data.violations, exitCode], context).toEqual([true, [], 0])
        }
      }
    }))

  it.effect("N-11 I-29 every mutant of every field is found, with its pointer, a rule and a fix", () =>
    Effect.gen(function*() {
      const { document } = yield* VendoredContract
      for (const [context, payloads] of Object.entries(golden)) {
        const shape = document.contexts[context]?.shape
        const [payload] = payloads
        if (shape === undefined || payload === undefined) throw new Error(`${context} has no shape or no payload`)
        for (const mutant of [...shapeMutants(shape, payload, payload), ...forbiddenKeys(payload)]) {
          const { data, exitCode } = yield* check(mutant.payload, context)
          const near = data.violations.filter(({ pointer }) => pointer === mutant.pointer || pointer.startsWith(`${mutant.pointer}/`))
          expect(near.length, `${context}: ${mutant.what}`).toBeGreaterThan(0)
          expect(near.every(({ fix, rule }) => fix !== "" && rule !== "")).toBe(true)
          expect([data.valid, exitCode]).toEqual([false, 3])
        }
      }
    }))

  it.effect("N-11 a retired name is told with the name it has now", () =>
    Effect.gen(function*() {
      const { data } = yield* check({ ...event, payload: { ...event.payload, feature_slug: "x" } })
      expect(data.violations.find(({ pointer }) => pointer === "/payload/feature_slug")?.fix).toContain("mission_slug")
    }))

  it.effect("N-11 without a context the payload is taken for what it shows itself to be", () =>
    Effect.gen(function*() {
      expect((yield* check(event)).data.context).toBe("event")
      expect((yield* check(golden["body_sync"]?.[0])).data.context).toBe("body_sync")
      expect((yield* check({ events: [event, event] })).data).toMatchObject({ context: "batch", payloads: 2, valid: true })
      const unknown = yield* Effect.flip(check({ something: 1 }))
      expect(unknown._tag).toBe("ContextUnknown")
      expect((yield* Effect.flip(check(event, "no/such"))).why).toContain("payload/MissionCreated")
    }))

  it.effect("N-11 each event of a batch is judged, and its violations point into the batch", () =>
    Effect.gen(function*() {
      const { data } = yield* check({ events: [event, { ...event, lamport_clock: -1 }, 7] })
      expect(data.violations.map(({ pointer }) => pointer)).toEqual(["/events/1/lamport_clock", "/events/2"])
      expect((yield* check({ events: "none" })).data.violations).toMatchObject([{ pointer: "/events", rule: "must be a list" }])
    }))

  it.effect("N-11 a tracker's identity is judged alone and in the request it travels in", () =>
    Effect.gen(function*() {
      const identity = golden["tracker_bind"]?.[0]
      expect((yield* check(identity)).data).toMatchObject({ context: "tracker_bind", valid: true })
      const request = { provider: "linear", candidate_token: "ct_1", project_identity: identity }
      expect((yield* check(request)).data).toMatchObject({ context: "bind_request", payloads: 1, valid: true })
      const { node_id: _, ...without } = { node_id: "", ...identity }
      const { data, exitCode } = yield* check({ ...request, project_identity: { ...without, mission_key: "x" } })
      expect(data.violations.map(({ pointer }) => pointer).sort()).toEqual(["/project_identity/mission_key", "/project_identity/node_id"])
      expect(exitCode).toBe(3)
      expect((yield* check({}, "bind_request")).data.violations[0]?.pointer).toBe("/project_identity")
    }))

  it.effect("N-11 of a fixture each request is judged, and its violations point into the file; a sign-in is no matter of the gate", () =>
    Effect.gen(function*() {
      const exchange = (body: unknown) => ({ request: { method: "POST", body }, response: { status: 200 } })
      const fixture = { exchanges: [exchange({ username: "ada", password: "x" }), exchange({ events: [event, { ...event, lamport_clock: -1 }] })] }
      expect((yield* check(fixture)).data).toMatchObject({
        context: "fixture", payloads: 2, valid: false, violations: [{ pointer: "/exchanges/1/request/body/events/1/lamport_clock" }]
      })
    }))

  it.effect("N-11 G-C1 a text that is no JSON, or names a key twice, is a finding with its line", () =>
    Effect.gen(function*() {
      const { data, exitCode } = yield* checkText("{\n  \"a\": 1,\n  b\n}", "envelope")
      expect([data.violations[0]?.rule, exitCode]).toEqual(["must be JSON: line 3 is not", 3])
      const twice = yield* checkText(JSON.stringify(event).replace("{", "{\"team_slug\":\"x\","))
      expect(twice.data.violations[0]?.rule).toBe("must not name a key twice")
    }))

  it.effect("N-11 a refused value is never repeated", () =>
    Effect.gen(function*() {
      const canary = "canary-9f2c"
      const { data } = yield* check({ ...event, build_id: canary, aggregate_type: canary, lamport_clock: canary })
      expect(data.violations.map(({ pointer }) => pointer).sort()).toEqual([
        "/aggregate_type", "/aggregate_type", "/build_id", "/lamport_clock"
      ])
      expect(JSON.stringify(data)).not.toContain(canary)
    }))

  it.effect("I-16 verify names the file, its hash and where the rules come from", () =>
    Effect.gen(function*() {
      const { data } = yield* verifyContract
      expect([data.sha256, data.pinned_sha256]).toEqual([pinnedContract.sha256, pinnedContract.sha256])
      expect(data.origin.map(({ commit }) => commit)).toEqual(expect.arrayContaining(["5b8e6dc", "3a0e4af"]))
      expect(data.file.endsWith(pinnedContract.file)).toBe(true)
    }))
})
