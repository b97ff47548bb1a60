import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import { queueFile } from "../../../../src/layers/sqlite/queue/files.js"
import { databaseLayer, services } from "../../../../src/layers/sqlite/DeliveryQueue.js"
import type { OpenOptions } from "../../../../src/layers/sqlite/queue/open.js"
import { DeliveryQueue } from "../../../../src/services/DeliveryQueue.js"
import type { SettingsValues } from "../../../../src/services/Settings.js"
import { aBody, history, project } from "../../../../src/laws/fixtures/queueItems.js"
import { type World, worldAt } from "../../../../src/laws/fixtures/queueWorld.js"

/** A queue at `home` as a new process would open it; `before` runs first. */
export const opened = (
  home: string,
  options?: OpenOptions,
  settings: Partial<SettingsValues> = {},
  before: Layer.Layer<never, never, World> = Layer.empty
) =>
  services.pipe(
    Layer.provideMerge(Layer.provide(databaseLayer(project, options), before)),
    Layer.provideMerge(worldAt(home, settings))
  )

export const fileAt = (home: string): string => queueFile(home, project)

/** A closed queue file with `count` events and as many bodies of 3 KB. */
export const filled = (home: string, count: number) =>
  Effect.gen(function*() {
    const queue = yield* DeliveryQueue
    for (let n = 0; n < count; n++) {
      yield* queue.enqueue([history(n), aBody(`research/${n}.md`, `${n} `.padEnd(3000, "words "))])
    }
  }).pipe(Effect.provide(opened(home)))

/** Looks into, or changes, a closed file behind the queue's back. */
export const behindItsBack = <A>(home: string, use: (database: Database.Database) => A): A => {
  const database = new Database(fileAt(home))
  try {
    return use(database)
  } finally {
    database.close()
  }
}

/** Names in the project's folder, sorted. */
export const namesAt = (home: string): ReadonlyArray<string> =>
  fs.readdirSync(fileAt(home).replace("/queue.db", "")).sort()
