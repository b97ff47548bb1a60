import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import { BatchFailure, TargetFault, Unavailable } from "../../../src/domain/sync/transportErrors.js"
import { EventTransport, type EventResult } from "../../../src/services/EventTransport.js"
import { QueueView } from "../../../src/services/QueueView.js"
import { smallMission } from "../../fixtures/project.js"
import { inConsentingProject, runSync } from "./world.js"

const mission = "001-alpha"
const notes = 25
/** 5 files of the mission and 25 notes: 30 Indexed, one Missing, one SnapshotComputed. */
const files = {
  ...smallMission(mission),
  ...Object.fromEntries(
    Array.from({ length: notes }, (_, n) => [`kitty-specs/${mission}/research/note-${n}.md`, `note ${n}\n`] as const)
  )
}
const total = notes + 5 + 2

type Failure = BatchFailure | Unavailable | TargetFault
interface Sent {
  /** `event_type path` of each event. */
  readonly names: ReadonlyArray<string>
  readonly ids: ReadonlyArray<string>
}
type Judge = (sent: Sent, request: number) => ReadonlyMap<string, EventResult> | Failure

const accepted: EventResult = { _tag: "Accepted", status: "success" }
const all = (ids: ReadonlyArray<string>, result: EventResult = accepted) => new Map(ids.map((id) => [id, result]))
const isFailure = (answer: ReadonlyMap<string, EventResult> | Failure): answer is Failure => "_tag" in answer

/** Runs one sync against a server that answers batches as `judge` says; returns the requests and the outcome. */
const against = (judge: Judge) =>
  Effect.gen(function*() {
    const requests = yield* Ref.make<ReadonlyArray<Sent>>([])
    const transport = EventTransport.of({
      send: (_server, batch) =>
        Effect.gen(function*() {
          const values = batch.map(({ event }) => event.value)
          const sent = {
            names: values.map(({ aggregate_id, event_type }) => `${event_type} ${aggregate_id}`),
            ids: values.map(({ event_id }) => event_id)
          }
          const before = yield* Ref.getAndUpdate(requests, (list) => [...list, sent])
          const answer = judge(sent, before.length)
          return isFailure(answer) ? yield* answer : answer
        })
    })
    const outcome = yield* Effect.provideService(runSync(), EventTransport, transport)
    const { events } = yield* (yield* QueueView).counts
    return { requests: yield* Ref.get(requests), outcome, events }
  })

const unexplained = new BatchFailure({ kind: "unexplained", reason: "HTTP 400", category: "schema_mismatch" })
const holds = (sent: Sent, ...bad: ReadonlyArray<string>) => sent.names.some((name) => bad.some((it) => name.includes(it)))

describe("sending events", () => {
  it.scoped("H-05 G-D8 a 400 without details is halved until the one culprit stands alone; order is kept", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const { events, outcome, requests } = yield* against((sent) => holds(sent, "note-7.md") ? unexplained : all(sent.ids))
        expect(events).toMatchObject({ delivered: total - 1, quarantined: 1, pending: 0 })
        expect(outcome.exitCode).toBe(6)
        expect(requests.length - 1).toBeLessThanOrEqual(Math.ceil(Math.log2(total)) + 2)
        const order = requests.filter((sent) => !holds(sent, "note-7.md")).flatMap(({ names }) => names)
        expect(order).toEqual(requests[0]?.names.filter((name) => !name.includes("note-7.md")))
      })))

  it.scoped("G-D8 several culprits: all innocents arrive, each culprit is refused with its own evidence", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const bad = ["note-3.md", "note-4.md", "note-21.md"]
        const { events, requests } = yield* against((sent) => holds(sent, ...bad) ? unexplained : all(sent.ids))
        expect(events).toMatchObject({ delivered: total - 3, quarantined: 3, pending: 0 })
        const alone = requests.filter(({ names }) => names.length === 1).flatMap(({ names }) => names)
        for (const name of bad) expect(alone.some((it) => it.includes(name))).toBe(true)
        expect(requests.length - 1).toBeLessThanOrEqual(3 * (Math.ceil(Math.log2(total)) + 2))
      })))

  it.scoped("H-04 413 shrinks the batch; one event that is too large by itself fails alone", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const tooLarge = new BatchFailure({ kind: "too_large", reason: "HTTP 413", category: "too_large" })
        const { events, outcome } = yield* against((sent) =>
          sent.ids.length > 8 || (sent.ids.length === 1 && holds(sent, "note-9.md")) ||
            (sent.ids.length > 1 && holds(sent, "note-9.md"))
            ? tooLarge
            : all(sent.ids))
        expect(events).toMatchObject({ delivered: total - 1, quarantined: 1, pending: 0 })
        expect(outcome.diagnostics.find(({ code }) => code === "SYNC-01")?.why).toContain("too_large")
      })))

  it.scoped("H-05 H-06 a 400 with details: the named are refused, the others go again in the same pass", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const undecided: EventResult = { _tag: "Undecided", reason: "nothing of the batch was stored" }
        const refused: EventResult = { _tag: "Refused", reason: "odd", category: "schema_mismatch" }
        const { events, requests } = yield* against((sent, request) =>
          request === 0
            ? new Map(sent.ids.map((id, n) => [id, n === 4 ? refused : undecided]))
            : all(sent.ids))
        expect(requests.map(({ ids }) => ids.length)).toEqual([total, total - 1])
        expect(events).toMatchObject({ delivered: total - 1, quarantined: 1, pending: 0 })
      })))

  it.scoped("G-D5 an undecided event waits with its attempt counted; later events go on", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const pending: EventResult = { _tag: "Undecided", reason: "the server says pending of this event" }
        const { events, outcome } = yield* against((sent) => {
          const [first = "", ...rest] = sent.ids
          return new Map([[first, pending], ...all(rest)])
        })
        expect(events).toMatchObject({ delivered: total - 1, pending: 1, quarantined: 0 })
        expect(outcome.data.missions[0]?.events).toMatchObject({ sent: total - 1, queued: 1 })
      })))

  it.scoped("B-21 a transient answer to a batch ends the event phase: one request, everything waits", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const busy = new Unavailable({ reasonCode: "rate_limited", reason: "HTTP 429", retryAfterMs: 2000 })
        const { events, requests } = yield* against(() => busy)
        expect(requests).toHaveLength(1)
        expect(events).toMatchObject({ pending: total, delivered: 0 })
      })))

  it.scoped("G-D9 silence halts the pass and burns no attempt", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const silent = new Unavailable({ reasonCode: "timeout", reason: "no answer", retryAfterMs: null })
        const { outcome, requests } = yield* against(() => silent)
        expect(requests).toHaveLength(1)
        expect(outcome.diagnostics.map(({ code }) => code)).toContain("SERVER-06")
        const again = yield* against((sent) => all(sent.ids))
        expect(again.events).toMatchObject({ pending: 0 })
        expect(outcome.data.missions[0]?.bodies.every(({ retry_count }) => retry_count === 0)).toBe(true)
      })))

  it.scoped("G-D9 a fault of the target in the middle of halving releases what was not decided", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const away = new TargetFault({ kind: "offline", reason: "connection refused" })
        const { events, requests } = yield* against((sent, request) =>
          request === 0 ? unexplained : request === 1 ? all(sent.ids) : away)
        expect(requests).toHaveLength(3)
        expect(events).toMatchObject({ delivered: total / 2, pending: total / 2, leased: 0, quarantined: 0 })
      })))

  it.scoped("G-D8 403 after something was accepted in this pass is about an event, not about the target", () =>
    inConsentingProject(files, () =>
      Effect.gen(function*() {
        const forbidden = new TargetFault({ kind: "forbidden", reason: "HTTP 403" })
        const first = yield* against((sent) => holds(sent, "note-9.md") ? forbidden : all(sent.ids))
        expect(first.requests).toHaveLength(1)
        expect(first.outcome.exitCode).toBe(1)
        const later = yield* against((sent, request) =>
          request === 0 ? unexplained : holds(sent, "note-9.md") ? forbidden : all(sent.ids))
        expect(later.events).toMatchObject({ pending: 0, quarantined: 1 })
      })))
})
