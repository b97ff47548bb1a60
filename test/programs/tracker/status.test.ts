import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { TrackerRefused, TrackerSignInNeeded, TrackerUnavailable } from "../../../src/domain/tracker/trackerErrors.js"
import { TrackerSteering } from "../../../src/layers/memory/Tracker.js"
import { listResources } from "../../../src/programs/tracker/resources.js"
import { trackerStatus } from "../../../src/programs/tracker/status.js"
import { makeStyle } from "../../../src/programs/cli/render/Style.js"
import { trackerStatusView } from "../../../src/programs/cli/render/tracker.js"
import { clearServer } from "../../../src/programs/sync/server.js"
import { bind, configOf, received, tracking } from "./world.js"

const style = makeStyle({ color: false, ascii: true, nowMs: 0 })
const bound = "tracker:\n  provider: linear\n  binding_ref: bnd_1\n  display_label: ACME / Tea house\n"
const offline = new TrackerUnavailable({ kind: "offline", reason: "no connection", retryAfterSeconds: null })
const failNextOf = (...[method, failure]: Parameters<TrackerSteering["Type"]["failNextOf"]>) =>
  Effect.flatMap(TrackerSteering, (steering) => steering.failNextOf(method, failure))

describe("tracker status", () => {
  it.scoped("I-12 a binding that the server stands by: what config.yaml says and what the server says, and nothing is written", () =>
    tracking((root) =>
      Effect.gen(function*() {
        yield* bind({ candidate: 2 })
        const before = configOf(root)
        const { data, diagnostics, exitCode } = yield* trackerStatus
        expect([data.bound, data.validation?.valid, data.connected, exitCode, diagnostics]).toEqual([true, true, true, 0, []])
        expect(data.binding.binding_ref).toBe("bnd_1")
        expect((yield* received).slice(-2)).toEqual(["validate bnd_1", "status bnd_1"])
        expect(configOf(root)).toBe(before)
      })))

  it.scoped("I-12 a binding that the server does not know is a finding", () =>
    tracking(() =>
      Effect.gen(function*() {
        const { data, diagnostics, exitCode } = yield* trackerStatus
        expect([data.bound, data.validation?.valid, data.validation?.reason, exitCode]).toEqual([true, false, "binding_not_found", 3])
        expect(diagnostics.map(({ code }) => code)).toEqual(["TRACKER-07"])
        expect(yield* received).toEqual(["validate bnd_1"])
      }), { config: bound }))

  it.scoped.each([
    ["the server can't be reached", offline, "TRACKER-03", 3, "it was asked, and gave no answer"],
    ["it refuses", new TrackerRefused({ status: 403, errorCode: null, said: "no", userActionRequired: false }), "TRACKER-04", 3, "it was asked, and refused"],
    ["a sign-in is needed", new TrackerSignInNeeded({ reason: "expired", refused: "access" }), "AUTH-01", 4, "it tells nobody without a sign-in"]
  ] as const)("I-12 U-25 where %s, what config.yaml says is told, and that nobody vouches for it", ([_, failure, code, exit, says]) =>
    tracking(() =>
      Effect.gen(function*() {
        yield* failNextOf("validate", failure)
        const outcome = yield* trackerStatus
        const { data, diagnostics, exitCode } = outcome
        expect(trackerStatusView.text(outcome, style)).toContain(says)
        expect([data.binding.display_label, data.validation, data.connected, exitCode]).toEqual(["ACME / Tea house", null, null, exit])
        expect(diagnostics.map((it) => it.code)).toEqual([code])
      }), { config: bound }))

  it.scoped("I-12 S21 where sending is denied it says that the server was not asked", () =>
    tracking(() =>
      Effect.gen(function*() {
        const outcome = yield* trackerStatus
        expect([outcome.data.answer, outcome.diagnostics[0]?.code, yield* received]).toEqual(["not_asked", "TRACKER-02", []])
        expect(trackerStatusView.text(outcome, style)).toContain("it was not asked")
      }), { config: bound, environment: { SPEC_KITTY_ENABLE_SAAS_SYNC: "0" } }))

  it.scoped("I-12 without a server the binding is told, and that nobody was asked", () =>
    tracking(() =>
      Effect.gen(function*() {
        yield* clearServer
        const { data, diagnostics, exitCode } = yield* trackerStatus
        expect([data.server, data.bound, exitCode, diagnostics[0]?.fix]).toEqual([null, true, 3, "spec-kitty sync server URL"])
        expect(yield* received).toEqual([])
      }), { config: bound }))

  it.scoped.each([
    ["", [], ["spec-kitty tracker bind"]],
    ["tracker:\n  provider: linear\n  project_slug: billing\n", [], ["spec-kitty tracker bind"]],
    ["tracker:\n  provider: beads\n  workspace: here\n", ["TRACKER-01"], []]
  ] as const)("I-12 without a binding there is nothing to ask about: %j", ([config, codes, next]) =>
    tracking(() =>
      Effect.gen(function*() {
        const outcome = yield* trackerStatus
        expect([outcome.data.bound, outcome.exitCode, outcome.diagnostics.map(({ code }) => code), outcome.next]).toEqual([false, 0, codes, next])
        expect(yield* received).toEqual([])
      }), { config }))
})

describe("tracker resources", () => {
  it.scoped("I-12 what the provider of config.yaml has, and nothing of what stands for it until it is bound", () =>
    tracking((root) =>
      Effect.gen(function*() {
        const before = configOf(root)
        const { data, next } = yield* listResources({ provider: null })
        expect([data.provider, data.resources.length, next]).toEqual(["linear", 3, ["spec-kitty tracker bind --provider linear"]])
        expect(JSON.stringify(data)).not.toContain("ct_linear")
        expect(configOf(root)).toBe(before)
      }), { config: bound }))

  it.scoped("I-12 --provider wins, and one without resources is an empty list", () =>
    tracking(() =>
      Effect.gen(function*() {
        expect((yield* listResources({ provider: "gitlab" })).data.resources).toEqual([])
        expect((yield* Effect.flip(listResources({ provider: "fp" }))).code).toBe("TRACKER-01")
      }), { config: bound }))

  it.scoped("I-12 S21 without a server nobody is asked", () =>
    tracking(() =>
      Effect.gen(function*() {
        yield* clearServer
        const error = yield* Effect.flip(listResources({ provider: "linear" }))
        expect([error.code, error.next, yield* received]).toEqual(["TRACKER-02", "spec-kitty sync server URL", []])
      })))
})
