import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fork } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { layer } from "../../src/layers/sqlite/DeliveryQueue.js"
import { aBody, aNamespace, project } from "../../src/laws/fixtures/queueItems.js"
import { worldAt } from "../../src/laws/fixtures/queueWorld.js"
import { prose } from "./project.js"

/** Artifacts of one mission, as many as a mission has. */
const perMission = 40

export const namespaceOf = (n: number) =>
  aNamespace({ mission_slug: `${String(Math.floor(n / perMission)).padStart(4, "0")}-mission` })

export const pathOf = (n: number): string => `research/notes-${n}.md`

/** The n-th body, of exactly `bytes` bytes, through the gate. */
export const bodyOf = (n: number, bytes = 8192) =>
  aBody(pathOf(n), prose(bytes + 200, String(n)).slice(0, bytes), namespaceOf(n))

/** The durable queue in `home`, with room for everything that is measured. */
export const queueAt = (home: string) =>
  layer(project).pipe(Layer.provideMerge(worldAt(home, { queueMaxItems: 1_000_000, queueMaxBytes: 4 * 2 ** 30 })))

type AtHome = Layer.Layer.Success<ReturnType<typeof queueAt>>

/** Runs `use` on the queue in `home`, opened for it. */
export const onQueue = <A, E>(home: string, use: Effect.Effect<A, E, AtHome>): Promise<A> =>
  Effect.runPromise(Effect.provide(use, queueAt(home)))

/** Fills the queue in `home` in a process of its own, whose memory is not ours. `held`: each body with its Indexed event. */
export const fillElsewhere = async (home: string, count: number, kind: "free" | "held"): Promise<void> => {
  const script = path.join(import.meta.dirname, "fillQueue.ts")
  const child = fork(script, [home, String(count), kind], { execArgv: ["--import", "tsx"] })
  await once(child, "close")
  if (child.exitCode !== 0) throw new Error(`the queue could not be filled: ${child.exitCode}`)
}
