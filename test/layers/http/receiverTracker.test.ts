import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Fault } from "../../../src/domain/receiver/Fault.js"
import { routes } from "../../../src/domain/wire/routes.js"
import { Binding, Resolution, TrackerRefusal, TrackerResources, TrackerStatus, Validation } from "../../../src/domain/wire/tracker.js"
import * as ReceiverServer from "../../../src/layers/http/ReceiverServer.js"
import * as ReceiverMemory from "../../../src/layers/memory/Receiver.js"
import { ReceiverAddress } from "../../../src/services/ReceiverAddress.js"
import { httpCall } from "../../fixtures/httpCall.js"
import { receiverNeeds } from "../../fixtures/receiverNeeds.js"

const playing = (...faults: ReadonlyArray<Fault>) =>
  ReceiverServer.layer({ port: 0, tokens: [], faults }).pipe(
    Layer.provideMerge(ReceiverMemory.layer()),
    Layer.provide(receiverNeeds)
  )

const headers = { "authorization": "Bearer t", "content-type": "application/json", "x-team-slug": "acme" }
const get = (path: string, over: Record<string, string> = {}) =>
  Effect.flatMap(ReceiverAddress, ({ url }) => httpCall(url, { path, headers: { ...headers, ...over } }))
const post = (path: string, body: unknown, over: Record<string, string> = {}) =>
  Effect.flatMap(ReceiverAddress, ({ url }) =>
    httpCall(url, { method: "POST", path, headers: { ...headers, ...over }, body: JSON.stringify(body) }))

const project_identity = {
  uuid: "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10",
  slug: "billing",
  node_id: "1f9c03ab77de",
  repo_slug: "acme/billing",
  build_id: "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22"
}
const resolve = (over: object = {}) => post(routes.trackerResolve, { provider: "linear", project_identity, ...over })
const confirm = (candidate_token: string, key: string) =>
  post(routes.trackerConfirm, { provider: "linear", candidate_token, project_identity }, { "idempotency-key": key })

const exactly = { onExcessProperty: "error" } as const
/** The answer in the shape that the wire says, with nothing beside it. */
const as = <A, I>(schema: Schema.Schema<A, I>, { json, status }: { json: unknown; status: number }, wanted = 200) => {
  expect(status).toBe(wanted)
  return Schema.decodeUnknownSync(schema, exactly)(json)
}
const code = (answer: { json: unknown; status: number }) => [answer.status, as(TrackerRefusal, answer, answer.status).error_code]

describe("receiver: the tracker", () => {
  it.scopedLive("I-12 resolve, confirm, validate, status and the list are one story, each in the wire's shape", () =>
    Effect.gen(function*() {
      const found = as(Resolution, yield* resolve())
      expect(found).toMatchObject({ match_type: "exact", binding_ref: null })
      const bound = as(Binding, yield* confirm(found.candidate_token ?? "", "k1"))
      expect(as(Binding, yield* confirm(found.candidate_token ?? "", "k1"))).toEqual(bound)
      expect(code(yield* confirm("ct_linear-tea_1", "k1"))).toEqual([409, "idempotency_key_reused"])
      expect(as(Resolution, yield* resolve()).binding_ref).toBe(bound.binding_ref)
      const validate = yield* post(routes.trackerValidate, { provider: "linear", binding_ref: bound.binding_ref, project_identity })
      expect(as(Validation, validate).valid).toBe(true)
      const status = yield* get(`${routes.trackerStatus}?provider=linear&binding_ref=${bound.binding_ref}`)
      expect(as(TrackerStatus, status)).toMatchObject({ connected: true, binding_ref: bound.binding_ref })
      const { resources } = as(TrackerResources, yield* get(`${routes.trackerResources}?provider=linear`))
      expect(resources.map(({ bound_project_slug }) => bound_project_slug)).toEqual(["billing", null, null])
      expect(as(TrackerResources, yield* get(routes.trackerResources)).resources).toHaveLength(6)
    }).pipe(Effect.provide(playing())))

  it.scopedLive("I-12 who is refused reads why in the tracker's shape, and the token is asked for first", () =>
    Effect.gen(function*() {
      const nobody = { authorization: "", "x-team-slug": "" }
      expect(yield* get(routes.trackerResources, nobody)).toMatchObject({ status: 401, json: { error: "authentication_required" } })
      expect(code(yield* get(routes.trackerResources, { "x-team-slug": "" }))).toEqual([400, "team_required"])
      expect(code(yield* get(`${routes.trackerResources}?provider=azure_devops`))).toEqual([400, "invalid_query"])
      expect(code(yield* get(routes.trackerStatus))).toEqual([400, "invalid_query"])
      expect(code(yield* post(routes.trackerConfirm, {}))).toEqual([400, "idempotency_key_required"])
      expect(code(yield* confirm("ct_9f2", "k"))).toEqual([404, "invalid_candidate_token"])
      expect(code(yield* get(`${routes.trackerStatus}?provider=linear&binding_ref=bnd_9`))).toEqual([404, "binding_not_found"])
      expect(code(yield* post(routes.trackerResolve, {}, { "content-type": "text/plain" }))).toEqual([415, "unsupported_media_type"])
      expect(code(yield* post(routes.trackerResolve, { x: "x".repeat(20_000) }))).toEqual([413, "payload_too_large"])
    }).pipe(Effect.provide(playing())))

  it.scopedLive("I-12 G-V1 the project is judged by the context tracker_bind, place by place", () =>
    Effect.gen(function*() {
      const { build_id: _, ...without } = project_identity
      for (const [identity, place] of [
        [without, "/build_id"],
        [{ ...project_identity, node_id: "NODE" }, "/node_id"],
        [{ ...project_identity, uuid: "x" }, "/uuid"],
        ["billing", "project_identity"],
        [undefined, "project_identity"]
      ] as const) {
        const refusal = as(TrackerRefusal, yield* resolve({ project_identity: identity }), 400)
        expect(refusal.error_code).toBe("invalid_request")
        expect(refusal.message).toContain(place)
      }
      expect(code(yield* resolve({ provider: "azure_devops" }))).toEqual([400, "invalid_request"])
      expect(code(yield* resolve({ feature_slug: "x" }))).toEqual([400, "invalid_request"])
    }).pipe(Effect.provide(playing())))

  it.scopedLive("N-07 429:N says its seconds in the tracker's shape, stale-candidate:N lets candidates expire", () =>
    Effect.gen(function*() {
      const throttled = yield* resolve()
      expect(throttled.headers["retry-after"]).toBe("1")
      expect(as(TrackerRefusal, throttled, 429)).toMatchObject({ error_code: "rate_limited", retry_after_seconds: 1 })
      const first = as(Resolution, yield* resolve()).candidate_token ?? ""
      expect(code(yield* confirm(first, "k"))).toEqual([404, "invalid_candidate_token"])
      expect((yield* confirm(first, "k")).status).toBe(404)
      const second = as(Resolution, yield* resolve()).candidate_token ?? ""
      expect((yield* confirm(second, "k")).status).toBe(200)
    }).pipe(Effect.provide(playing(
      Fault.Refuse({ refusal: "429", count: 1 }), Fault.StaleCandidate({ count: 1 })
    ))))
})
