import { describe, expect, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { status, validate } from "../../../../src/domain/receiver/tracker/bindingFacts.js"
import { callFault } from "../../../../src/domain/receiver/tracker/callFault.js"
import { confirm } from "../../../../src/domain/receiver/tracker/confirm.js"
import { resolve } from "../../../../src/domain/receiver/tracker/resolve.js"
import { emptyTrackerBook, listed, type TrackerBook } from "../../../../src/domain/receiver/tracker/TrackerBook.js"
import { routes } from "../../../../src/domain/wire/routes.js"
import { ConfirmRequest, type TrackerProvider, TrackerProjectIdentity } from "../../../../src/domain/wire/tracker.js"

const project = (over: Partial<typeof TrackerProjectIdentity.Encoded> = {}) =>
  Schema.decodeSync(TrackerProjectIdentity)({
    uuid: "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10",
    slug: "billing",
    node_id: "1f9c03ab77de",
    repo_slug: null,
    build_id: "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22",
    ...over
  })
const another = project({ uuid: "3f0c7c1e-58a2-4d6b-9a55-6f2f4c2f9d10", slug: "tea-house" })

const resolved = (book: TrackerBook, provider: TrackerProvider, project_identity = project()) =>
  resolve(book, { provider, project_identity })
const confirming = (candidate_token: string, provider: TrackerProvider = "linear", project_identity = project()) =>
  ConfirmRequest.make({ provider, candidate_token, project_identity })
const call = { idempotencyKey: "k1", now: "2026-04-06T13:00:00Z", stale: false }
const [bound, book] = confirm(emptyTrackerBook, confirming("ct_linear-billing_1"), call)

describe("the receiver's tracker: resolve", () => {
  it("I-12 exact where a resource's repository is the project's repo_slug, to be confirmed", () => {
    expect(resolved(emptyTrackerBook, "linear", project({ repo_slug: "acme/billing" }))).toMatchObject({
      match_type: "exact", candidate_token: "ct_linear-billing_1", binding_ref: null, display_label: "ACME / Billing"
    })
  })

  it("I-12 exact with the binding where the project is bound already, whatever its repository", () => {
    expect(resolved(book, "linear", project({ repo_slug: "acme/platform" })))
      .toMatchObject({ match_type: "exact", binding_ref: "bnd_1", display_label: "ACME / Billing" })
    expect(resolved(book, "jira").match_type).toBe("candidates")
    expect(resolved(book, "linear", another).match_type).toBe("candidates")
  })

  it("I-12 else candidates in an order of their own, alike names first, or none", () => {
    const { candidates = [], match_type } = resolved(emptyTrackerBook, "linear", another)
    expect(match_type).toBe("candidates")
    expect(candidates.map(({ confidence, display_label, sort_position }) => [sort_position, display_label, confidence])).toEqual([
      [0, "ACME / Tea house", "medium"], [1, "ACME / Billing", "low"], [2, "ACME / Platform", "low"]
    ])
    expect(resolved(emptyTrackerBook, "gitlab")).toMatchObject({ match_type: "none", candidates: [] })
  })
})

describe("the receiver's tracker: confirm", () => {
  it("I-12 binds; the same key and request again is the same answer and binds nothing more", () => {
    expect(bound).toMatchObject({ status: 200, body: { binding_ref: "bnd_1", provider: "linear", bound_at: call.now } })
    const again = confirm(book, confirming("ct_linear-billing_1"), { ...call, now: "2027-01-01T00:00:00Z", stale: true })
    expect(again).toEqual([bound, book])
  })

  it("I-12 another request under a used key is 409 and changes nothing", () => {
    const [refused, after] = confirm(book, confirming("ct_linear-tea_1"), call)
    expect(refused).toMatchObject({ status: 409, body: { error_code: "idempotency_key_reused" } })
    expect(after).toBe(book)
  })

  it("I-12 an unknown candidate, and one of another provider, is 404; the key stays free", () => {
    for (const request of [confirming("ct_9f2"), confirming("ct_linear-billing_1", "jira")]) {
      const [refused, after] = confirm(emptyTrackerBook, request, call)
      expect(refused).toMatchObject({ status: 404, body: { error_code: "invalid_candidate_token" } })
      expect(confirm(after, confirming("ct_jira-bil_1", "jira"), call)[0].status).toBe(200)
    }
  })

  it("I-12 a stale candidate takes every earlier one along; resolving again names good ones", () => {
    const request = confirming("ct_linear-billing_1")
    const [refused, after] = confirm(emptyTrackerBook, request, { ...call, stale: true })
    expect(refused.body["error_code"]).toBe("invalid_candidate_token")
    expect(confirm(after, request, call)[0].status).toBe(404)
    const token = resolved(after, "linear", project({ repo_slug: "acme/billing" })).candidate_token ?? ""
    expect(confirm(after, confirming(token), call)[0].status).toBe(200)
  })

  it("I-12 bound again to the same resource it is the same binding, to another one another", () => {
    const same = confirm(book, confirming("ct_linear-billing_1"), { ...call, idempotencyKey: "k2" })[0]
    expect(same.body["binding_ref"]).toBe("bnd_1")
    const [other, after] = confirm(book, confirming("ct_linear-tea_1"), { ...call, idempotencyKey: "k3" })
    expect(other.body["binding_ref"]).toBe("bnd_2")
    expect(validate(after, { provider: "linear", binding_ref: "bnd_1", project_identity: project() }).valid).toBe(false)
  })
})

describe("the receiver's tracker: what is bound", () => {
  it("I-12 a binding is valid for its own project; else it says why and what to do", () => {
    const asked = (binding_ref: string, project_identity = project(), provider: TrackerProvider = "linear") =>
      validate(book, { provider, binding_ref, project_identity })
    expect(asked("bnd_1")).toMatchObject({ valid: true, display_label: "ACME / Billing" })
    expect(asked("bnd_1", another)).toMatchObject({ valid: false, reason: "project_mismatch" })
    expect(asked("bnd_2")).toMatchObject({ valid: false, reason: "binding_not_found", guidance: expect.any(String) })
    expect(asked("bnd_1", project(), "jira")).toMatchObject({ valid: false, reason: "binding_not_found" })
  })

  it("I-12 the list names the project of a bound resource, and can be of one provider", () => {
    const linear = listed(book, Option.some("linear"))
    expect(linear.map(({ bound_project_slug }) => bound_project_slug)).toEqual(["billing", null, null])
    expect(new Set(listed(book, Option.none()).map(({ provider }) => provider))).toEqual(new Set(["linear", "jira", "github"]))
    expect(listed(book, Option.some("gitlab"))).toEqual([])
  })

  it("I-12 status is of the binding, else of the project, else of the tracker as such", () => {
    expect(status(book, { provider: "linear", binding_ref: "bnd_1", project_slug: "other" }).body)
      .toMatchObject({ connected: true, binding_ref: "bnd_1" })
    expect(status(book, { provider: "linear", project_slug: "billing" }).body).toMatchObject({ binding_ref: "bnd_1" })
    expect(status(book, { provider: "gitlab" })).toMatchObject({ status: 200, body: { connected: false, binding_ref: null } })
    for (const query of [{ binding_ref: "bnd_9" }, { project_slug: "tea-house" }]) {
      expect(status(book, { provider: "linear", ...query })).toMatchObject({
        status: 404, body: { error_code: "binding_not_found", user_action_required: true }
      })
    }
  })
})

describe("callFault", () => {
  const sound = { path: routes.trackerConfirm, team: "acme", idempotencyKey: "k", query: {} }
  it.each([
    ["a sound call", {}, null],
    ["no team", { team: " " }, "team_required"],
    ["no key to confirm with", { idempotencyKey: "" }, "idempotency_key_required"],
    ["no key elsewhere", { path: routes.trackerResolve, idempotencyKey: "" }, null],
    ["resources of all", { path: routes.trackerResources }, null],
    ["resources of an unknown provider", { path: routes.trackerResources, query: { provider: "azure_devops" } }, "invalid_query"],
    ["status without a provider", { path: routes.trackerStatus }, "invalid_query"],
    ["status of a tracker", { path: routes.trackerStatus, query: { provider: "jira" } }, null]
  ])("I-12 %s", (_, over, code) => {
    expect(Option.getOrNull(Option.map(callFault({ ...sound, ...over }), ({ error_code }) => error_code))).toBe(code)
  })
})
