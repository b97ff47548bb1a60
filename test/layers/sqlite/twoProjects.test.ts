import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import { ProjectUuid } from "../../../src/domain/identity/ids.js"
import { layer } from "../../../src/layers/sqlite/DeliveryQueue.js"
import { queueFile } from "../../../src/layers/sqlite/queue/files.js"
import { DeliveryQueue } from "../../../src/services/DeliveryQueue.js"
import { QueueView } from "../../../src/services/QueueView.js"
import { aBody, aNamespace, history, project } from "../../../src/laws/fixtures/queueItems.js"
import { everything, temporaryFolder, worldAt } from "../../../src/laws/fixtures/queueWorld.js"

const other = ProjectUuid.make("8d0f5a52-1b1e-4c07-9c34-30a1f7a7a001")

const at = (home: string, uuid: ProjectUuid) => Layer.provide(layer(uuid), worldAt(home))
const enqueue = (uuid: ProjectUuid, ...notes: ReadonlyArray<string>) =>
  Effect.flatMap(DeliveryQueue, (queue) =>
    queue.enqueue(notes.flatMap((note, n) => [
      history(n + 1, note),
      aBody(`${note}.md`, "the same text\n", aNamespace({ project_uuid: uuid }))
    ])))
const claimed = Effect.gen(function*() {
  const queue = yield* DeliveryQueue
  return (yield* queue.claimBodies(everything)).map(({ body }) => [body.value.project_uuid, body.value.artifact_path])
})

describe("two projects of one user", () => {
  it.scoped("U-29 G-D7 have a file each; neither sees, claims or counts the other's rows, the same content included", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.provide(enqueue(project, "one", "two"), at(home, project))
      yield* Effect.provide(enqueue(other, "three"), at(home, other))
      expect(fs.readdirSync(path.join(home, "projects")).sort()).toEqual([project, other].sort())
      expect(queueFile(home, project)).not.toBe(queueFile(home, other))
      const view = Effect.flatMap(QueueView, ({ counts }) => Effect.map(counts, ({ bodies }) => bodies.captured))
      expect(yield* Effect.provide(view, at(home, project))).toBe(2)
      expect(yield* Effect.provide(view, at(home, other))).toBe(1)
      expect(yield* Effect.provide(claimed, at(home, other))).toEqual([[other, "three.md"]])
      expect(yield* Effect.provide(claimed, at(home, project))).toEqual([[project, "one.md"], [project, "two.md"]])
    }))

  it.scoped("U-29 one project's file is no way to the other: gone or damaged, the other works", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.provide(enqueue(project, "one"), at(home, project))
      yield* Effect.provide(enqueue(other, "three"), at(home, other))
      fs.writeFileSync(queueFile(home, other), "not a database any more".repeat(400))
      expect(yield* Effect.provide(claimed, at(home, project))).toEqual([[project, "one.md"]])
    }))

  it.scoped("U-33 two connections to one queue work on the same rows, each row claimed by one of them", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const notes = Array.from({ length: 12 }, (_, n) => `note-${n}`)
      const both = yield* Effect.provide(
        Effect.zipRight(
          enqueue(project, ...notes),
          Effect.all([claimed, Effect.provide(claimed, at(home, project))], { concurrency: "unbounded" })
        ),
        at(home, project)
      )
      expect(both.flat().map(([, file]) => file).sort()).toEqual(notes.map((note) => `${note}.md`).sort())
    }))
})
