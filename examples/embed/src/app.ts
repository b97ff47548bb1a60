import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import { Environment, projectLayerWith, scanMissions, settingsLayer, sync, syncStatus } from "spec-kitty-effect"
import * as CountingQueue from "./CountingQueue.js"
import * as FolderServer from "./FolderServer.js"
import * as PrintingProgress from "./PrintingProgress.js"

export interface Folders {
  /** The project: it has a `kitty-specs/`. */
  readonly project: string
  /** For the queue and the rest of what is kept per user. */
  readonly home: string
  /** Where everything is delivered. */
  readonly inbox: string
}

/** The whole system, with settings, server and progress of ours in the place of the ones that ship; no environment. */
const system = ({ home, inbox, project }: Folders) =>
  projectLayerWith(
    { flags: { project, config: null, timeout: null, concurrency: null }, queue: "durable-ensure" },
    Layer.mergeAll(settingsLayer({ home, concurrency: 2 }), FolderServer.layer(inbox), PrintingProgress.layer)
  ).pipe(Layer.provide(Layer.succeed(Environment, {})))

const everyMission = { _tag: "All" } as const

/** Scans and syncs, and says what it found and what became of it. */
const program = Effect.gen(function*() {
  const scan = yield* scanMissions({ selection: everyMission, step: null, emit: false })
  for (const { artifacts, mission_slug } of scan.data.missions) {
    yield* Console.log(`scan: ${mission_slug}: ${artifacts.length} artifacts`)
  }
  const { data, exitCode } = yield* sync({ selection: everyMission, wait: null, requireDelivered: true, offline: false })
  const { data: { bodies } } = yield* syncStatus
  yield* Console.log(`sync: ${data.delivery}, ${bodies["delivered"] ?? 0} of ${bodies["captured"] ?? 0} bodies, exit code ${exitCode}`)
  return data
})

/** The queue is wrapped on top of the system: it needs the one that is there. What the system logs goes to our logger. */
export const app = (folders: Folders) =>
  program.pipe(
    Effect.provide(Layer.provideMerge(CountingQueue.layer, system(folders))),
    Effect.provide(Logger.minimumLogLevel(LogLevel.Warning))
  )
