import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import type { BatchAnswer } from "../domain/receiver/BatchAnswer.js"
import { Receiver } from "../services/Receiver.js"
import {
  aBody, anEvent, aNamespace, drift, indexed, missing, missionCreated, sha256, snapshot, ulid
} from "./fixtures/receiver.js"

/** A fresh receiver whose index entries take `indexDelay`. */
export type MakeReceiver = (indexDelay: Duration.Duration) => Layer.Layer<Receiver, unknown>

const statuses = (answer: BatchAnswer): unknown =>
  answer._tag === "Processed" ? answer.results.map(({ status }) => status) : answer._tag

const ingest = (...events: ReadonlyArray<unknown>) => Effect.flatMap(Receiver, (receiver) => receiver.ingest(events))
const push = (body: unknown) => Effect.flatMap(Receiver, (receiver) => receiver.push(body))
const ledger = Effect.flatMap(Receiver, (receiver) => receiver.ledger)

const permutations = <A>(items: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  items.length === 0 ? [[]] : items.flatMap((item, at) =>
    permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]))

/** What every receiver keeps, whatever it remembers with. */
export const receiverLaws = (name: string, make: MakeReceiver): void => {
  const law = <E>(title: string, effect: Effect.Effect<void, E, Receiver>, indexDelay: Duration.DurationInput = 0) =>
    it.effect(title, () => Effect.provide(effect, make(Duration.decode(indexDelay))))

  describe(`receiver: ${name}`, () => {
    law("H-05 a batch is one transaction: one invalid event, and nothing of it is stored", Effect.gen(function*() {
      const answer = yield* ingest(missionCreated(1), { ...missionCreated(2), lamport_clock: -1 }, missionCreated(3))
      expect(answer).toMatchObject({ _tag: "Invalid", details: [{ event_id: ulid(2) }] })
      expect((yield* ledger).events).toEqual([])
    }))

    law("H-05 H-06 every invalid event is named with pointer and rule, never with its value", Effect.gen(function*() {
      const secret = "hunter2-hunter2"
      const answer = yield* ingest(
        { ...missionCreated(1), node_id: secret },
        anEvent(2, "MissionCreated", { mission_slug: "a", mission_number: 1, mission_type: "b", [secret]: 1 }),
        { ...missionCreated(3), event_type: "FeatureCreated" },
        "no object at all"
      )
      const details = answer._tag === "Invalid" ? answer.details : []
      expect(details.map(({ error }) => /\/node_id|\/payload/.exec(error)?.[0]).slice(0, 2)).toEqual(["/node_id", "/payload"])
      expect(details.map(({ event_id }) => event_id)).toEqual([ulid(1), ulid(2), ulid(3), "unknown"])
      expect(JSON.stringify(answer)).not.toContain(`"${secret}"`)
    }))

    law("G-D2 G-V2 the same event again is a duplicate, in the same batch as in a later one", Effect.gen(function*() {
      expect(statuses(yield* ingest(missionCreated(1), missionCreated(1)))).toEqual(["success", "duplicate"])
      expect(statuses(yield* ingest(missionCreated(2), missionCreated(1)))).toEqual(["success", "duplicate"])
      const { events, redundant_posts } = yield* ledger
      expect(events.map(({ event_id, posted }) => [event_id, posted])).toEqual([[ulid(1), 3], [ulid(2), 1]])
      expect(redundant_posts).toBe(2)
    }))

    law("I-11 I-08 the ledger says of each event which build sent it, also when another one posts the same", Effect.gen(function*() {
      const [one, other] = ["9a2f3c41-0d1e-4f5a-8b6c-7d8e9fa0b1c2", "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22"]
      const of = (n: number, build_id: string) => ({ ...missionCreated(n), build_id })
      yield* ingest(of(1, one), of(2, other), of(3, one))
      expect(statuses(yield* ingest(of(2, other), of(3, other)))).toEqual(["duplicate", "rejected"])
      expect((yield* ledger).events.map(({ build_id }) => build_id)).toEqual([one, other, one])
    }))

    law("G-D2 another event under a used id is rejected and the first one stays", Effect.gen(function*() {
      yield* ingest(missionCreated(1))
      const other = { ...missionCreated(1), aggregate_id: "another" }
      expect(statuses(yield* ingest(other, missionCreated(2)))).toEqual(["rejected", "success"])
      expect((yield* ledger).events.map(({ aggregate_id, posted }) => [aggregate_id, posted]))
        .toEqual([["012-tea-house:1", 1], ["012-tea-house:2", 1]])
    }))

    law("H-03 an empty batch and one of more than 1000 events are refused", Effect.gen(function*() {
      expect(yield* ingest()).toEqual({ _tag: "NoEvents" })
      const thousand = Array.from({ length: 1000 }, (_, n) => missionCreated(n + 1))
      expect(yield* ingest(...thousand, missionCreated(1001))).toEqual({ _tag: "TooManyEvents", count: 1001 })
      expect((yield* ledger).events).toHaveLength(0)
      expect((yield* ingest(...thousand))._tag).toBe("Processed")
    }))

    law("D-38 all four dossier event types are parsed, kept and listed with their namespace", Effect.gen(function*() {
      const batch = [indexed(1, "spec.md", "tea"), missing(2), snapshot(3), drift(4)]
      expect(statuses(yield* ingest(...batch))).toEqual(["success", "success", "success", "success"])
      const { events } = yield* ledger
      expect(events.map(({ event_type, path }) => [event_type, path])).toEqual([
        ["MissionDossierArtifactIndexed", "spec.md"],
        ["MissionDossierArtifactMissing", null],
        ["MissionDossierSnapshotComputed", null],
        ["MissionDossierParityDriftDetected", null]
      ])
      expect(events.every(({ namespace }) => namespace?.mission_slug === "012-tea-house")).toBe(true)
    }))

    law("B-25 a body waits for its namespace, then for its index entry, then it is stored once", Effect.gen(function*() {
      const body = aBody("spec.md", "tea")
      expect((yield* push(body))._tag).toBe("NamespaceNotFound")
      yield* ingest(snapshot(1))
      expect((yield* push(body))._tag).toBe("IndexEntryNotFound")
      yield* ingest(indexed(2, "spec.md", "other text"))
      expect((yield* push(body))._tag).toBe("IndexEntryNotFound")
      yield* ingest(indexed(3, "spec.md", "tea"))
      expect(yield* push(body)).toEqual({ _tag: "Stored", path: "spec.md", hash: sha256("tea") })
      expect(yield* push(body)).toEqual({ _tag: "AlreadyExists", path: "spec.md", hash: sha256("tea") })
      expect((yield* ledger).bodies).toMatchObject([{ path: "spec.md", hash: sha256("tea"), posted: 2, current: true, size_bytes: 3 }])
    }))

    law("B-25 G-D5 an index entry is there after the delay, not before", Effect.gen(function*() {
      yield* ingest(indexed(1, "spec.md", "tea"))
      yield* TestClock.adjust("9 seconds")
      expect((yield* push(aBody("spec.md", "tea")))._tag).toBe("IndexEntryNotFound")
      yield* TestClock.adjust("1 second")
      expect((yield* push(aBody("spec.md", "tea")))._tag).toBe("Stored")
    }), "10 seconds")

    law("G-V2 a body whose hash is not the hash of its text is refused", Effect.gen(function*() {
      yield* ingest(indexed(1, "spec.md", "tea"))
      expect(yield* push({ ...aBody("spec.md", "tea"), content_body: "coffee" })).toEqual({
        _tag: "Invalid",
        errors: [{ field: "content_hash", message: "does not match content_body" }]
      })
      expect((yield* ledger).bodies).toEqual([])
    }))

    law("B-25 exactly nine fields: one more, one less, or a wrong constant is refused", Effect.gen(function*() {
      const { target_branch: _, ...eight } = aBody("spec.md", "tea")
      for (const body of [eight, aBody("spec.md", "tea", { extra: 1 }), aBody("spec.md", "tea", { hash_algorithm: "md5" }), null, []]) {
        expect((yield* push(body))._tag).toBe("Invalid")
      }
    }))

    law("B-25 paths that leave the mission are refused, with a word about the field", Effect.gen(function*() {
      for (const path of ["../spec.md", "a/../b.md", "/etc/passwd", "a\\b.md", "", "a//b", "./a"]) {
        expect(yield* push(aBody(path, "tea"))).toMatchObject({ _tag: "Invalid", errors: [{ field: "artifact_path" }] })
      }
    }))

    law("B-25 a blank body is refused, and one of more than 524,288 bytes", Effect.gen(function*() {
      yield* ingest(indexed(1, "a.md", "é".repeat(262_144)))
      expect(yield* push(aBody("a.md", " \n\t"))).toEqual({
        _tag: "Invalid",
        errors: [{ field: "content_body", message: "This field may not be blank." }]
      })
      expect((yield* push(aBody("a.md", "é".repeat(262_144))))._tag).toBe("Stored")
      expect(yield* push(aBody("a.md", `${"é".repeat(262_144)}x`))).toMatchObject({
        _tag: "Invalid",
        errors: [{ field: "content_body" }]
      })
    }))

    law("U-29 namespaces stay apart: one slug on two branches, one hash in two missions", Effect.gen(function*() {
      const main = aNamespace()
      const others = [aNamespace({ target_branch: "next" }), aNamespace({ mission_slug: "013-tea-room" })]
      yield* ingest(indexed(1, "spec.md", "tea", main))
      yield* push(aBody("spec.md", "tea", {}, main))
      for (const [n, other] of others.entries()) {
        expect((yield* push(aBody("spec.md", "tea", {}, other)))._tag).toBe("NamespaceNotFound")
        yield* ingest(indexed(n + 2, "spec.md", "tea", other))
        expect((yield* push(aBody("spec.md", "tea", {}, other)))._tag).toBe("Stored")
      }
      expect((yield* ledger).bodies.map(({ namespace, posted }) => [namespace.mission_slug, namespace.target_branch, posted]))
        .toEqual([["012-tea-house", "main", 1], ["012-tea-house", "next", 1], ["013-tea-room", "main", 1]])
    }))

    law("G-V2 the same body from twenty senders at once is stored once", Effect.gen(function*() {
      yield* ingest(indexed(1, "spec.md", "tea"))
      const answers = yield* Effect.all(Array.from({ length: 20 }, () => push(aBody("spec.md", "tea"))), { concurrency: "unbounded" })
      expect(answers.filter(({ _tag }) => _tag === "Stored")).toHaveLength(1)
      expect((yield* ledger).bodies).toMatchObject([{ posted: 20 }])
    }))

    law("G-D4 the newest index event names the current body, in whatever order everything arrives", Effect.gen(function*() {
      for (const [number, order] of permutations(["index A", "body A", "index B", "body B", "index A again"]).entries()) {
        const namespace = aNamespace({ mission_slug: `mission-${number}` })
        // The event in the middle has the highest id, so that only the Lamport clock can be what decides.
        const entry = (clock: number, text: string) =>
          ({ ...indexed(clock, "spec.md", text, namespace), event_id: ulid(number * 10 + (clock === 2 ? 9 : clock)) })
        const steps: Record<string, Effect.Effect<unknown, unknown, Receiver>> = {
          "index A": ingest(entry(1, "A")),
          "index B": ingest(entry(2, "B")),
          "index A again": ingest(entry(3, "A")),
          "body A": push(aBody("spec.md", "A", {}, namespace)),
          "body B": push(aBody("spec.md", "B", {}, namespace))
        }
        for (const step of [...order, "body A", "body B"]) yield* steps[step] ?? Effect.void
      }
      const { bodies } = yield* ledger
      expect(bodies).toHaveLength(240)
      expect(bodies.filter(({ current }) => current).map(({ hash }) => hash)).toEqual(Array.from({ length: 120 }, () => sha256("A")))
    }))
  })
}
