import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { parse } from "yaml"
import { exitReason } from "../../../src/programs/cli/exitReason.js"
import { TrackerRefused, TrackerUnavailable } from "../../../src/domain/tracker/trackerErrors.js"
import type { Resolution } from "../../../src/domain/wire/tracker.js"
import { TrackerSteering } from "../../../src/layers/memory/Tracker.js"
import { bind, config, configOf, received, tracking } from "./world.js"

const trackerOf = (root: string): unknown => parse(configOf(root)).tracker
const steer = <A>(use: (steering: TrackerSteering["Type"]) => Effect.Effect<A>) => Effect.flatMap(TrackerSteering, use)
const resolveNext = (...answers: ReadonlyArray<Resolution>) => steer((it) => it.resolveNext(...answers))

const offline = new TrackerUnavailable({ kind: "offline", reason: "no connection", retryAfterSeconds: null })
const candidate = (display_label: string, sort_position: number, token = display_label) =>
  ({ candidate_token: token, display_label, confidence: "low", match_reason: "same team", sort_position }) as const
const teaHouse = { match_type: "exact", candidate_token: "ct_linear-tea_1", display_label: "ACME / Tea house" } as const

describe("tracker bind: which resource", () => {
  it.scoped("I-12 an exact match that is bound already is recorded without a confirmation", () =>
    tracking((root) =>
      Effect.gen(function*() {
        yield* resolveNext({ match_type: "exact", binding_ref: "bnd_7", candidate_token: "ct_7", display_label: "Seven" })
        yield* steer((it) => it.validateNext({ valid: true, binding_ref: "bnd_7", provider_context: { team: "S" } }))
        const { data, exitCode } = yield* bind()
        expect([data.outcome, exitCode]).toEqual(["bound", 0])
        expect(yield* received).toEqual(["resolve", "validate bnd_7"])
        expect(trackerOf(root)).toEqual({ provider: "linear", binding_ref: "bnd_7", display_label: "Seven", provider_context: { team: "S" } })
      })))

  it.scoped("I-12 an exact match is confirmed without a question, under a key of its own", () =>
    tracking((root) =>
      Effect.gen(function*() {
        yield* resolveNext(teaHouse)
        const { data } = yield* bind()
        expect(data.outcome).toBe("bound")
        const [, confirm] = yield* Effect.flatMap(TrackerSteering, (steering) => steering.received)
        expect(confirm?.words["idempotencyKey"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
        expect(trackerOf(root)).toMatchObject({ provider: "linear", display_label: "ACME / Tea house" })
      })))

  it.scoped.each([[2, null], [null, 2]] as const)("I-12 of several the one with the number is taken, as the server sorts them: --candidate %s, asked %s", ([number, answer]) =>
    tracking(() =>
      Effect.gen(function*() {
        yield* resolveNext({ match_type: "candidates", candidates: [
          candidate("third", 2, "ct_linear-tea_1"), candidate("first", 0, "ct_linear-platform_1"), candidate("second", 1, "ct_linear-billing_1")
        ] })
        const { data } = yield* bind({ candidate: number })
        expect(data.after?.display_label).toBe("ACME / Billing")
      }), { answers: answer === null ? [] : [answer] }))

  it.scoped.each([[null, "Several"], [9, "no candidate 9"]] as const)("U-11 I-12 where nobody can choose it is wrong usage, and all there is to choose is in the answer: %s", ([number, says]) =>
    tracking((root) =>
      Effect.gen(function*() {
        const before = configOf(root)
        const { data, diagnostics, exitCode } = yield* bind({ candidate: number })
        expect([data.outcome, exitCode, diagnostics[0]?.code]).toEqual(["choose", 2, "TRACKER-06"])
        expect(diagnostics[0]?.message).toContain(says)
        expect(diagnostics[0]?.fix).toContain("--candidate N")
        expect(data.candidates.map(({ number: n }) => n)).toEqual([1, 2, 3])
        expect(yield* received).toEqual(["resolve"])
        expect(configOf(root)).toBe(before)
      })))

  it.scoped("I-12 nothing fits: an error, and nothing is bound", () =>
    tracking(() =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(bind({ provider: "gitlab" }))
        expect([error.code, exitReason(error)]).toEqual(["TRACKER-05", "failed"])
        expect(yield* received).toEqual(["resolve"])
      })))

  it.scoped("I-12 an exact match without a name is no answer", () =>
    tracking(() =>
      Effect.gen(function*() {
        yield* resolveNext({ match_type: "exact" })
        expect((yield* Effect.flip(bind())).code).toBe("TRACKER-03")
      })))
})

describe("tracker bind: a candidate that expired", () => {
  it.scoped("I-12 the same list is looked up once more, and its new token confirmed under a new key", () =>
    tracking(() =>
      Effect.gen(function*() {
        const list = (...tokens: ReadonlyArray<string>) =>
          ({ match_type: "candidates", candidates: tokens.map((token, index) => candidate(`label ${index}`, index, token)) }) as const
        yield* resolveNext(list("old_0", "old_1"), list("ct_linear-tea_1", "ct_linear-billing_1"))
        const { data } = yield* bind({ candidate: 2 })
        expect(data.after?.display_label).toBe("ACME / Billing")
        expect(yield* received).toEqual(["resolve", "confirm old_1", "resolve", "confirm ct_linear-billing_1", "validate bnd_1"])
        const calls = yield* Effect.flatMap(TrackerSteering, (steering) => steering.received)
        const keys = calls.flatMap(({ words }) => words["idempotencyKey"] ?? [])
        expect(new Set(keys).size).toBe(2)
      })))

  it.scoped("I-12 another list is told, and nothing is bound", () =>
    tracking((root) =>
      Effect.gen(function*() {
        const before = configOf(root)
        yield* resolveNext({ match_type: "candidates", candidates: [candidate("A", 0), candidate("B", 1)] })
        yield* resolveNext({ match_type: "candidates", candidates: [candidate("A", 0), candidate("C", 1)] })
        const error = yield* Effect.flip(bind({ candidate: 1 }))
        expect([error.code, error.message]).toEqual(["TRACKER-05", "What linear offers this project has changed meanwhile. Nothing was bound."])
        expect(yield* received).toEqual(["resolve", "confirm A", "resolve"])
        expect(configOf(root)).toBe(before)
      })))

  it.scoped("I-12 expired twice is the server's refusal", () =>
    tracking(() =>
      Effect.gen(function*() {
        yield* resolveNext(...Array.from({ length: 2 }, () => ({ match_type: "candidates", candidates: [candidate("A", 0)] }) as const))
        const error = yield* Effect.flip(bind({ candidate: 1 }))
        expect([error.code, error.why]).toEqual(["TRACKER-04", "HTTP 404, invalid_candidate_token"])
        expect(yield* received).toEqual(["resolve", "confirm A", "resolve", "confirm A"])
      })))

  it.scoped("I-12 any other refusal is not tried again", () =>
    tracking(() =>
      Effect.gen(function*() {
        const refused = new TrackerRefused({ status: 409, errorCode: "mapping_disabled", said: "Switched off.", userActionRequired: true })
        yield* resolveNext(teaHouse)
        yield* steer((it) => it.failNextOf("confirm", refused))
        const error = yield* Effect.flip(bind())
        expect([error.code, error.message]).toEqual(["TRACKER-04", "The server refused: Switched off."])
        expect(yield* received).toEqual(["resolve", "confirm ct_linear-tea_1"])
      })))
})

describe("tracker bind: what is written", () => {
  it.scoped("I-12 the same binding again changes nothing", () =>
    tracking((root) =>
      Effect.gen(function*() {
        yield* bind({ candidate: 2 })
        const before = configOf(root)
        const again = yield* bind()
        expect([again.data.outcome, again.exitCode, again.data.changes]).toEqual(["already_bound", 0, []])
        expect((yield* bind({ provider: null })).data.outcome).toBe("already_bound")
        expect(configOf(root)).toBe(before)
        expect((yield* received).filter((call) => call.startsWith("confirm"))).toHaveLength(1)
      })))

  it.scoped.each([1, 2])("U-11 I-12 a number is refused where the server has bound the project and offers no choice: %s", (candidate) =>
    tracking((root) =>
      Effect.gen(function*() {
        const label = (yield* bind({ candidate: 2 })).data.after?.display_label
        const before = configOf(root)
        for (const dryRun of [false, true]) {
          const error = yield* Effect.flip(bind({ candidate, dryRun }))
          expect([error.code, exitReason(error), error.target]).toEqual(["TRACKER-06", "usage", "--candidate"])
          expect(error.message).toBe(`The server has bound this project to ${label} already. The binding was not changed.`)
          expect(error.why).toContain("no choice")
        }
        expect(configOf(root)).toBe(before)
        expect((yield* received).filter((call) => call.startsWith("confirm"))).toHaveLength(1)
      })))

  it.scoped("I-12 another binding is shown before and after", () =>
    tracking(() =>
      Effect.gen(function*() {
        yield* bind({ candidate: 1 })
        const { data } = yield* bind({ provider: "jira", candidate: 2 })
        expect([data.before.provider, data.after?.provider]).toEqual(["linear", "jira"])
        expect(data.changes.map(({ key }) => key)).toEqual(["provider", "binding_ref", "display_label", "provider_context"])
      })))

  it.scoped("I-12 a binding that the server does not stand by is told with its reason and guidance, and not recorded", () =>
    tracking((root) =>
      Effect.gen(function*() {
        const before = configOf(root)
        yield* steer((it) => it.validateNext({ valid: false, binding_ref: "bnd_1", reason: "mapping_disabled", guidance: "Ask Ana." }))
        const { data, diagnostics, exitCode } = yield* bind({ candidate: 1 })
        expect([data.outcome, exitCode]).toEqual(["invalid", 1])
        expect(data.validation).toEqual({ valid: false, reason: "mapping_disabled", guidance: "Ask Ana." })
        expect(diagnostics[0]?.why).toBe("mapping_disabled; the server says: Ask Ana.")
        expect(configOf(root)).toBe(before)
      })))

  it.scoped("I-12 a dry run resolves, shows what would be sent and written, and does neither", () =>
    tracking((root) =>
      Effect.gen(function*() {
        const before = configOf(root)
        const { data, exitCode, next } = yield* bind({ candidate: 2, dryRun: true })
        expect([data.outcome, exitCode, yield* received]).toEqual(["would_bind", 0, ["resolve"]])
        expect(data.would_confirm?.path).toBe("/api/v1/tracker/bind-confirm/")
        expect(data.changes.map(({ after, key }) => [key, after])).toEqual([
          ["provider", "linear"], ["binding_ref", null], ["display_label", data.after?.display_label], ["provider_context", null]
        ])
        expect(next).toEqual(["spec-kitty tracker bind --provider linear --candidate 2"])
        expect(configOf(root)).toBe(before)
      })))

  it.scoped("I-12 U-34 where config.yaml can't be written nothing is sent", () =>
    tracking((root) =>
      Effect.gen(function*() {
        const file = path.join(root, config)
        fs.renameSync(file, `${file}.real`)
        fs.symlinkSync("config.yaml.real", file)
        const error = yield* Effect.flip(bind({ candidate: 1 }))
        expect(error.code).toBe("FILE-01")
        expect(yield* received).toEqual([])
        expect(fs.readdirSync(path.join(root, ".kittify")).sort()).toEqual(["config.yaml", "config.yaml.real"])
      })))

  it.scoped("I-12 what goes wrong after the server has bound says that it has; the next run records it", () =>
    tracking((root) =>
      Effect.gen(function*() {
        const before = configOf(root)
        yield* resolveNext(teaHouse)
        yield* steer((it) => it.failNextOf("validate", offline))
        const error = yield* Effect.flip(bind())
        expect([error.code, error.why]).toEqual(["TRACKER-08", "The server could not be reached. Nothing was changed here. no connection"])
        expect(configOf(root)).toBe(before)
        expect((yield* bind()).data.outcome).toBe("bound")
        expect(yield* received).toEqual([
          "resolve", "confirm ct_linear-tea_1", "validate bnd_1", "resolve", "validate bnd_1"
        ])
        expect(trackerOf(root)).toMatchObject({ binding_ref: "bnd_1", display_label: "ACME / Tea house" })
      })))
})

describe("tracker bind: what keeps it from starting", () => {
  it.scoped.each([["beads", /this machine/], ["fp", /this machine/], ["azure_devops", /removed/], ["trello", /one of linear, jira, github, gitlab/]] as const)("I-12 %s has a sentence of its own, and nothing is sent", ([provider, why]) =>
    tracking(() =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(bind({ provider }))
        expect([error.code, exitReason(error)]).toEqual(["TRACKER-01", "usage"])
        expect(error.why).toMatch(why)
        expect(yield* received).toEqual([])
      })))

  it.scoped("U-11 I-12 no provider: the one that is chosen, else wrong usage naming the flag", () =>
    Effect.gen(function*() {
      const chosen = yield* tracking(() => bind({ provider: null }), { answers: [2, 1] })
      expect(chosen.data.provider).toBe("jira")
      const error = yield* tracking(() => Effect.flip(bind({ provider: null })))
      expect([error.code, error.target]).toEqual(["TRACKER-01", "--provider"])
    }))

  it.scoped("I-12 S21 a project that sends nowhere, or may not, sends nothing", () =>
    Effect.gen(function*() {
      const denied = yield* tracking(() => Effect.zip(Effect.flip(bind()), received), { environment: { SPEC_KITTY_ENABLE_SAAS_SYNC: "0" } })
      expect([denied[0].code, denied[1]]).toEqual(["TRACKER-02", []])
    }))

  it.scoped("I-12 offline is an error, and config.yaml is as it was", () =>
    tracking((root) =>
      Effect.gen(function*() {
        const before = configOf(root)
        yield* steer((it) => it.failNext(offline))
        expect((yield* Effect.flip(bind())).code).toBe("TRACKER-03")
        expect(configOf(root)).toBe(before)
      })))
})
