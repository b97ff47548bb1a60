import { describe, expect, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as ReceiverSqlite from "../../../src/layers/sqlite/Receiver.js"
import { Receiver } from "../../../src/services/Receiver.js"
import { aBody, indexed, missionCreated, sha256 } from "../../../src/laws/fixtures/receiver.js"
import { receiverNeeds } from "../../fixtures/receiverNeeds.js"
import { receiverLaws } from "../../../src/laws/receiver.js"

const temporaryDirectory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "receiver-"))),
  (directory) => Effect.sync(() => rmSync(directory, { recursive: true, force: true }))
)
const aFile = Effect.map(temporaryDirectory, (directory) => join(directory, "receiver.db"))

const open = (path: string, options = {}) => Layer.provide(ReceiverSqlite.layer(path, options), receiverNeeds)

receiverLaws("sqlite", (indexDelay) => Layer.unwrapScoped(Effect.map(aFile, (path) => open(path, { indexDelay }))))

const failureOf = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.flip(effect)

describe("receiver: sqlite file", () => {
  it.scoped("G-V2 G-D2 what was acknowledged is there after a restart, and counts on", () =>
    Effect.gen(function*() {
      const path = yield* aFile
      const run = Effect.gen(function*() {
        const { ingest, ledger, push } = yield* Receiver
        const event = yield* ingest([indexed(1, "spec.md", "tea")])
        const body = yield* push(aBody("spec.md", "tea"))
        return { event, body: body._tag, ledger: yield* ledger }
      })
      const first = yield* Effect.provide(run, open(path))
      const second = yield* Effect.provide(run, open(path))
      expect([first.body, second.body]).toEqual(["Stored", "AlreadyExists"])
      expect(second.event).toMatchObject({ results: [{ status: "duplicate" }] })
      expect(second.ledger.bodies).toMatchObject([{ hash: sha256("tea"), posted: 2, current: true }])
      expect(second.ledger.events).toMatchObject([{ posted: 2 }])
      expect(second.ledger.bodies[0]?.accepted_at).toBe(first.ledger.bodies[0]?.accepted_at)
    }))

  it.scoped("G-V2 the ledger is read from the file while a receiver writes it; a reader takes nothing in", () =>
    Effect.gen(function*() {
      const path = yield* aFile
      yield* Effect.gen(function*() {
        yield* (yield* Receiver).ingest([missionCreated(1)])
        yield* Effect.gen(function*() {
          const { ingest, ledger } = yield* Receiver
          expect((yield* ledger).events).toHaveLength(1)
          expect((yield* failureOf(ingest([missionCreated(2)])))._tag).toBe("ReceiverUnavailable")
        }).pipe(Effect.provide(ReceiverSqlite.layerReadOnly(path)))
      }).pipe(Effect.provide(open(path)))
    }))

  it.scoped("H-05 G-V2 a store that fails in the middle leaves nothing of the batch or the body", () =>
    Effect.gen(function*() {
      const path = yield* aFile
      yield* Effect.gen(function*() {
        const { ingest, ledger, push } = yield* Receiver
        yield* ingest([indexed(1, "spec.md", "tea")])
        const saboteur = new Database(path)
        saboteur.exec(`
          CREATE TRIGGER no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'disk full, says the test'); END;
          CREATE TRIGGER no_body BEFORE INSERT ON bodies BEGIN SELECT RAISE(ABORT, 'disk full, says the test'); END;`)
        expect(yield* failureOf(ingest([missionCreated(2), indexed(1, "spec.md", "tea")])))
          .toMatchObject({ _tag: "ReceiverUnavailable", path, detail: "disk full, says the test" })
        expect(yield* failureOf(push(aBody("spec.md", "tea")))).toMatchObject({ _tag: "ReceiverUnavailable" })
        expect((yield* ledger).events).toMatchObject([{ posted: 1 }])
        expect(saboteur.prepare("SELECT count(*) FROM contents").pluck().get()).toBe(0)
        saboteur.exec("DROP TRIGGER no_update; DROP TRIGGER no_body")
        saboteur.close()
        expect((yield* ingest([missionCreated(2)]))._tag).toBe("Processed")
        expect((yield* push(aBody("spec.md", "tea")))._tag).toBe("Stored")
      }).pipe(Effect.provide(open(path)))
    }))

  it.scoped("the file is for its owner alone, in WAL mode, and marked as ours", () =>
    Effect.gen(function*() {
      const path = yield* aFile
      yield* Effect.gen(function*() {
        yield* (yield* Receiver).ingest([missionCreated(1)])
        expect([path, `${path}-wal`, `${path}-shm`].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
        const other = new Database(path, { readonly: true })
        expect(other.pragma("journal_mode", { simple: true })).toBe("wal")
        expect(other.pragma("application_id", { simple: true })).toBe(0x73706b72)
        other.close()
      }).pipe(Effect.provide(open(path)))
    }))

  it.scoped("a file that is not a receiver's database is refused by name and left as it is", () =>
    Effect.gen(function*() {
      const path = yield* aFile
      writeFileSync(path, "this is no database, whatever its name says")
      const garbage = yield* failureOf(Effect.provide(Receiver, open(path)))
      expect(garbage).toMatchObject({ _tag: "ReceiverUnavailable", path })
      expect(readFileSync(path, "utf8")).toBe("this is no database, whatever its name says")

      const foreign = `${path}.other`
      const other = new Database(foreign)
      other.exec("CREATE TABLE recipes (id INTEGER)")
      other.close()
      expect(yield* failureOf(Effect.provide(Receiver, open(foreign)))).toMatchObject({ detail: "it is not a receiver's database" })

      yield* Effect.provide(Receiver, open(`${path}.new`))
      const newer = new Database(`${path}.new`)
      newer.pragma("user_version = 99")
      newer.close()
      expect(yield* failureOf(Effect.provide(Receiver, open(`${path}.new`)))).toMatchObject({ detail: "it was written by a newer spec-kitty" })
    }))

  it.scoped("a ledger that nobody wrote is a typed error, and asking makes no file", () =>
    Effect.gen(function*() {
      const path = yield* aFile
      expect(yield* failureOf(Effect.provide(Receiver, ReceiverSqlite.layerReadOnly(path)))).toMatchObject({ _tag: "LedgerNotFound" })
      expect(() => statSync(path)).toThrow()
      expect(yield* failureOf(Effect.provide(Receiver, open(join(path, "nowhere", "x.db"))))).toMatchObject({ _tag: "ReceiverUnavailable" })
    }))
})
