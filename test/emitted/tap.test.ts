import { describe, expect, it } from "@effect/vitest"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import Database from "better-sqlite3"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as http from "node:http"
import * as os from "node:os"
import * as path from "node:path"
import { gzipSync } from "node:zlib"
import { request } from "undici"
import { writeFileAtomic } from "../../src/layers/node/atomicWrite.js"
import { inText } from "./legacyNames.js"
import { leftBehind } from "./leftBehind.js"
import { marker, secret } from "../fixtures/secrets.js"
import { takeLeaks } from "./leaks.js"
import { kept, printed, takeFound } from "./tap.js"

const folder = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-test-"))),
  (made) => Effect.sync(() => fs.rmSync(made, { recursive: true, force: true }))
)
const legacy = JSON.stringify({ a: [{ feature_slug: "001-old" }] })

/** A database with the table by which ours is known. */
const ledger = (file: string, ...statements: ReadonlyArray<string>) => {
  const database = new Database(file)
  for (const statement of ["CREATE TABLE tally (kind TEXT)", ...statements]) database.exec(statement)
  database.close()
}

describe("the tap on what our code emits", () => {
  it("I-03 knows such a name as a key and as a type, in JSON, JSON lines and YAML; in a text it may stand", () => {
    expect(inText(legacy)).toEqual(["/a/0/feature_slug"])
    expect(inText(`{"b":1}\n{"event_type":"FeatureCreated"}\n`)).toEqual(["/event_type"])
    expect(inText(`{"aggregate_type":"Feature","aggregate_id":"feature/1","x":"feature_slug"}`)).toEqual(["/aggregate_type", "/aggregate_id"])
    expect(inText("project:\n  mission_key: x\n")).toEqual(["mission_key:"])
    expect(inText(JSON.stringify({ content_body: legacy, message: "meta.json still uses feature_slug." }))).toEqual([])
  })

  it("I-03 sees what a command prints", () => {
    printed(["meta.json still uses feature_slug.", legacy])
    expect(takeFound()).toEqual(["printed: /a/0/feature_slug"])
  })

  it.scoped("I-03 sees a file that our code writes, and not what a test writes", () =>
    Effect.gen(function*() {
      const made = yield* folder
      fs.writeFileSync(path.join(made, "of-the-test.json"), legacy)
      expect(takeFound()).toEqual([])
      yield* writeFileAtomic(path.join(made, "ours.json"), legacy, { mode: 0o600, durable: false })
      expect(takeFound()).toEqual(["file: /a/0/feature_slug"])
    }).pipe(Effect.provide(NodeContext.layer)))

  it.scoped("I-03 sees what another process left in a sandbox", () =>
    Effect.gen(function*() {
      const made = yield* folder
      for (const name of ["home/projects/x", "project/.kittify/dossiers/y"]) fs.mkdirSync(path.join(made, name), { recursive: true })
      fs.writeFileSync(path.join(made, "home/projects/x/servers.json"), legacy)
      fs.writeFileSync(path.join(made, "project/.kittify/dossiers/y/events.jsonl"), `${legacy}\n`)
      ledger(path.join(made, "home/projects/x/queue.db"), "CREATE TABLE other (mission_key TEXT)")
      takeFound()
      leftBehind(made)
      expect(takeFound().toSorted()).toEqual([
        "file: /a/0/feature_slug", "file: /a/0/feature_slug", "schema: mission_key", "schema: mission_key"
      ])
    }))

  it.effect("I-03 sees requests, zipped or not, and their addresses", () =>
    Effect.gen(function*() {
      const server = http.createServer((_, response) => void response.end()).listen(0, "127.0.0.1")
      yield* Effect.async<void>((resume) => void server.once("listening", () => resume(Effect.void)))
      const address = server.address()
      const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/x?feature_slug=1`
      for (const body of [legacy, gzipSync(legacy)]) {
        yield* Effect.promise(() => request(url, { method: "POST", body }))
        expect(takeFound()).toEqual(["request: ?feature_slug=", "request: /a/0/feature_slug"])
      }
      server.close()
    }))

  it.scoped("I-03 sees what our server answers, and not what a server of a test does", () =>
    Effect.gen(function*() {
      const app = HttpServerResponse.unsafeJson({ feature_slug: "001-old" })
      yield* HttpServer.serveEffect(app)
      const answer = yield* (yield* HttpClient.HttpClient).get("/")
      expect(yield* answer.text).toContain("001-old")
      expect(takeFound()).toEqual(["answer: /feature_slug"])
    }).pipe(Effect.provide(NodeHttpServer.layerTest)))

  it.scoped("I-03 I-13 sees columns and texts of a database of ours, but not artifact bodies", () =>
    Effect.gen(function*() {
      const made = yield* folder
      ledger(path.join(made, "one.db"), "CREATE TABLE other (feature_slug TEXT)")
      expect(takeFound()).toEqual(["schema: feature_slug"])
      ledger(path.join(made, "two.db"), "CREATE TABLE other (json TEXT)", `INSERT INTO other VALUES ('${legacy}')`)
      expect(takeFound()).toEqual(["table other: /a/0/feature_slug"])
      ledger(path.join(made, "three.db"), "CREATE TABLE content (body TEXT)", `INSERT INTO content VALUES ('${legacy}')`)
      expect(takeFound()).toEqual([])
    }))
})

describe("the tap on secrets of tests", () => {
  const atomically = (folder: string, name: string) =>
    writeFileAtomic(path.join(folder, name), `access = "${secret("a")}"`, { mode: 0o600, durable: false })

  it.effect("S24 U-30 sees one that is printed, in the log or in a file of state, in several spellings", () => Effect.gen(function*() {
    printed(["nothing", `token: ${secret("a")}`])
    yield* Console.error(Buffer.from(`Bearer ${secret("a")}`).toString("base64"))
    kept(JSON.stringify({ note: Buffer.from(marker).toString("hex") }))
    expect(takeLeaks().map((leak) => leak.replace(/:.*/, ""))).toEqual(["printed", "console", "file"])
  }))

  it.scoped("S24 U-30 sees one that our code writes anywhere but into the stored sign-in", () =>
    Effect.gen(function*() {
      const made = yield* folder
      yield* atomically(made, "credentials")
      expect(takeLeaks()).toEqual([])
      for (const name of ["credentials.json", "config.toml"]) yield* atomically(made, name)
      expect(takeLeaks()).toHaveLength(2)
    }).pipe(Effect.provide(NodeContext.layer)))

  it.scoped("S24 sees one in a row of a database of ours and in an address, and what the binary left of one", () =>
    Effect.gen(function*() {
      const made = yield* folder
      ledger(path.join(made, "one.db"), "CREATE TABLE other (detail TEXT)", `INSERT INTO other VALUES ('HTTP 401 ${secret("a")}')`)
      expect(takeLeaks()).toEqual([`table other: ${marker}`])
      yield* Effect.promise(() => request(`http://127.0.0.1:1/?token=${secret("a")}`).catch(() => null))
      expect(takeLeaks()).toEqual([`address: ${marker}`])
      for (const file of ["home/credentials", "home/log", "project/notes"]) {
        fs.mkdirSync(path.join(made, path.dirname(file)), { recursive: true })
        fs.writeFileSync(path.join(made, file), secret("a"))
      }
      fs.rmSync(path.join(made, "one.db"))
      leftBehind(made)
      expect(takeLeaks().toSorted()).toEqual([`left behind in home/log: ${marker}`, `left behind in project/notes: ${marker}`])
    }))
})
