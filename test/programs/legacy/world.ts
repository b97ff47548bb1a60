import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as crypto from "node:crypto"
import * as fs from "node:fs"
import * as http from "node:http"
import * as path from "node:path"
import { bugreport } from "../../../src/compositions/bugreport.js"
import { check } from "../../../src/compositions/check.js"
import { doctor } from "../../../src/compositions/doctor.js"
import { dossierList, dossierShow, snapshotExport } from "../../../src/compositions/dossier.js"
import { explain } from "../../../src/compositions/explain.js"
import { identity } from "../../../src/compositions/identity.js"
import { missionCreate } from "../../../src/compositions/missionCreate.js"
import { purge } from "../../../src/compositions/purge.js"
import { scan } from "../../../src/compositions/scan.js"
import { status } from "../../../src/compositions/status.js"
import { sync } from "../../../src/compositions/sync.js"
import { syncQueueList } from "../../../src/compositions/syncQueue.js"
import { syncServer } from "../../../src/compositions/syncServer.js"
import { syncStatus } from "../../../src/compositions/syncStatus.js"
import { upgrade } from "../../../src/compositions/upgrade.js"
import { Environment } from "../../../src/layers/node/Settings.js"
import { envelope } from "../../../src/programs/cli/envelope.js"
import { type Files, temporaryProject, writeFiles } from "../../fixtures/project.js"
import { type } from "../cli/support.js"

const handlers = {
  bugreport, check, doctor, dossierList, dossierShow, explain, identity, missionCreate, purge, scan, snapshotExport, status,
  sync, syncQueueList, syncServer, syncStatus, upgrade
}

/** A project of a user who is signed in, with a server that counts what it is sent. */
export interface World {
  readonly root: string
  readonly home: string
  readonly url: string
  readonly requests: () => number
}

/** Runs a line as it was typed in the project. */
export const run = ({ home, root }: World, line: string) =>
  type([...line.split(" "), "--project", root], { handlers }).pipe(
    Effect.provideService(Environment, {
      PATH: "/usr/local/bin:/usr/bin:/bin",
      HOME: home,
      SPEC_KITTY_HOME: home,
      SPEC_KITTY_TOKEN: "token-of-a-test",
      GIT_CEILING_DIRECTORIES: path.dirname(root)
    })
  )

const decode = Schema.decodeUnknownSync(Schema.parseJson(envelope("", Schema.Unknown).pipe(Schema.omit("schema"))))

/** The answer of a line as JSON, whatever its shape; of what goes on until it is stopped, the last one. */
export const answer = (world: World, line: string) =>
  Effect.map(run(world, `${line} ${line.includes("--watch") ? "--format ndjson" : "--json"}`), ({ stdout }) => decode(stdout.at(-1)))

const server = Effect.acquireRelease(
  Effect.async<{ readonly port: number; readonly requests: () => number; readonly close: () => void }>((resume) => {
    let requests = 0
    const listening = http.createServer((_, response) => {
      requests++
      response.writeHead(503).end()
    }).listen(0, "127.0.0.1", () => {
      const address = listening.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      resume(Effect.succeed({ port, requests: () => requests, close: () => listening.close() }))
    })
  }),
  ({ close }) => Effect.sync(close)
)

/** Has an identity, consent and an empty queue; then it gets `files`. */
export const worldWith = Effect.fn("worldWith")(function*(files: Files) {
  const { port, requests } = yield* server
  const root = yield* temporaryProject({})
  const world: World = { root, home: `${root}-home`, url: `http://127.0.0.1:${port}`, requests }
  yield* run(world, `sync server ${world.url}`)
  yield* run(world, "sync --all --offline")
  yield* Effect.provide(writeFiles(root, files), NodeContext.layer)
  return world
})

/** Every file of the project and of the user's folder, by its SHA-256; but for the shared memory that readers of SQLite make. */
export const everything = ({ home, root }: World): Readonly<Record<string, string>> =>
  Object.fromEntries([root, home].flatMap((folder) =>
    fs.readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/-(shm|wal)$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name)).sort()
      .map((file) => [file, crypto.createHash("sha256").update(fs.readFileSync(file)).digest("hex")])))
