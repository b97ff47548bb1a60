import { expect } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import Database from "better-sqlite3"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { doctor } from "../../../src/compositions/doctor.js"
import { status } from "../../../src/compositions/status.js"
import { sync } from "../../../src/compositions/sync.js"
import { syncServer } from "../../../src/compositions/syncServer.js"
import { syncStatus } from "../../../src/compositions/syncStatus.js"
import { Environment } from "../../../src/layers/node/Settings.js"
import * as ReceiverMain from "../../../src/layers/ReceiverMain.js"
import { DoctorEnvelope, StatusEnvelope, SyncStatusEnvelope } from "../../../src/programs/cli/envelopes.js"
import type { DoctorRequest } from "../../../src/programs/cli/commands/doctor.js"
import type { Handler } from "../../../src/programs/cli/Invocation.js"
import { ReceiverAddress } from "../../../src/services/ReceiverAddress.js"
import { type Files, smallMission, temporaryProject } from "../../fixtures/project.js"
import { secret } from "../../fixtures/secrets.js"
import { type } from "../cli/support.js"

/** A real project with real layers, a home of its own, and a receiver on loopback. */
export interface Sound {
  readonly root: string
  readonly home: string
  readonly url: string
  /** What the next commands find in their environment; a test changes it. */
  readonly environment: Record<string, string>
  /** The doctor by another contract, where a test puts one. */
  doctor: Handler<DoctorRequest>
}

/** Runs a line as it was typed in the project. */
export const run = (sound: Sound, line: string) =>
  type([...line.split(" "), "--project", sound.root], {
    handlers: { doctor: sound.doctor, status, sync, syncServer, syncStatus }
  }).pipe(Effect.provideService(Environment, sound.environment))

const receiver = Layer.map(
  ReceiverMain.layer({ port: 0, tokens: [], faults: [], db: Option.none() }),
  Context.pick(ReceiverAddress)
)

/** Everything delivered and acknowledged: the one state in which the doctor finds nothing. */
const makeSound = (files: Files) =>
  Effect.gen(function*() {
    const { url } = Context.get(yield* Layer.build(receiver), ReceiverAddress)
    const root = yield* temporaryProject(files)
    const sound: Sound = {
      root,
      home: `${root}-home`,
      url,
      doctor,
      environment: {
        PATH: "/usr/local/bin:/usr/bin:/bin",
        HOME: `${root}-home`,
        SPEC_KITTY_HOME: `${root}-home`,
        SPEC_KITTY_TOKEN: secret("health"),
        GIT_CEILING_DIRECTORIES: path.dirname(root)
      }
    }
    expect((yield* run(sound, `sync server ${url}`)).exitCode).toBe(0)
    expect((yield* run(sound, "sync --require-delivered --wait 20s")).exitCode).toBe(0)
    return sound
  })

const move = (from: string, to: string) => {
  fs.rmSync(to, { recursive: true, force: true })
  fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true })
}

/** Gives each test the sound project as it was made, at the place where its consent was given. */
export class SoundProject extends Context.Tag("test/SoundProject")<SoundProject, { readonly fresh: Effect.Effect<Sound> }>() {}

export const soundProject = Layer.scoped(
  SoundProject,
  Effect.gen(function*() {
    const sound = yield* makeSound(smallMission("001-alpha"))
    const kept = yield* Effect.acquireRelease(
      Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-test-"))),
      (folder) => Effect.sync(() => fs.rmSync(folder, { recursive: true, force: true }))
    )
    move(sound.root, path.join(kept, "root"))
    move(sound.home, path.join(kept, "home"))
    const fresh = Effect.sync((): Sound => {
      move(path.join(kept, "root"), sound.root)
      move(path.join(kept, "home"), sound.home)
      return { ...sound, environment: { ...sound.environment } }
    })
    return { fresh }
  })
)

export const projectFolder = ({ home }: Sound): string => {
  const [uuid = ""] = fs.readdirSync(path.join(home, "projects"))
  return path.join(home, "projects", uuid)
}
export const queueOf = (sound: Sound): string => path.join(projectFolder(sound), "queue.db")

/** One file is new and waits: an event or more, and a body, both pending. */
export const withWaitingRows = (sound: Sound) => {
  fs.writeFileSync(path.join(sound.root, "kitty-specs/001-alpha/research.md"), "# Research\n")
  return run(sound, "sync --offline")
}

/** Changes the closed queue behind its back, and leaves no side file. */
export const behind = (sound: Sound, ...statements: ReadonlyArray<string>) =>
  Effect.sync(() => {
    const database = new Database(queueOf(sound))
    for (const statement of statements) database.exec(statement)
    database.pragma("wal_checkpoint(TRUNCATE)")
    database.close()
  })

/** One JSON value, by the published schema, and nothing on stderr. */
const json = <A, I>(envelope: Schema.Schema<A, I>) => (captured: { readonly stdout: ReadonlyArray<string>; readonly stderr: ReadonlyArray<string> }) => {
  expect(captured.stderr).toEqual([])
  expect(captured.stdout).toHaveLength(1)
  return Schema.decodeUnknownSync(Schema.parseJson(envelope))(captured.stdout[0])
}
export const doctorJson = (sound: Sound) => Effect.map(run(sound, "doctor --json"), json(DoctorEnvelope))
export const statusJson = (sound: Sound) => Effect.map(run(sound, "status --all --json"), json(StatusEnvelope))
export const syncStatusJson = (sound: Sound, flags = "") =>
  Effect.map(run(sound, `sync status --json${flags}`), json(SyncStatusEnvelope))
