import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import { layer, layerReading } from "../../../src/layers/sqlite/DeliveryQueue.js"
import { queueFile, walFile } from "../../../src/layers/sqlite/queue/files.js"
import { DeliveryQueue } from "../../../src/services/DeliveryQueue.js"
import { QueueOpening } from "../../../src/services/QueueOpening.js"
import { QueueView } from "../../../src/services/QueueView.js"
import { history, project } from "../../../src/laws/fixtures/queueItems.js"
import { temporaryFolder, worldAt } from "../../../src/laws/fixtures/queueWorld.js"

const reading = (home: string) => Layer.provide(layerReading(project), worldAt(home))
const captured = Effect.flatMap(QueueView, ({ counts }) => Effect.map(counts, ({ events }) => events.captured))

describe("a queue for commands that look only", () => {
  it.scoped("U-34 where there is none it is empty, and no file or folder is made", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      expect(yield* Effect.provide(captured, reading(home))).toBe(0)
      expect(fs.readdirSync(home)).toEqual([])
    }))

  it.scoped("G-D1 where there is one, it tells what is in it", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.provide(
        Effect.flatMap(DeliveryQueue, (queue) => queue.enqueue([history(1), history(2)])),
        Layer.provide(layer(project), worldAt(home))
      )
      expect(yield* Effect.provide(captured, reading(home))).toBe(2)
    }))

  it.scoped("G-Q6 a file that is gone and left its -wal is told as damage, a link in its place is refused", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const file = queueFile(home, project)
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(walFile(file), "frames")
      const opening = Effect.map(QueueOpening, ({ recovered }) => recovered)
      expect(yield* Effect.provide(opening, reading(home))).toMatchObject(Option.some({ salvaged: 0 }))
      fs.rmSync(file)
      fs.symlinkSync("/nowhere", file)
      const refused = yield* Effect.either(Effect.provide(opening, reading(home)))
      expect(Either.getLeft(refused)).toMatchObject(Option.some({ _tag: "QueueUnavailable", reason: "not_a_database" }))
    }))
})
