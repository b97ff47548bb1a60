import * as Effect from "effect/Effect"
import type { SyncReport } from "../../domain/sync/SyncReport.js"
import { DemoStage } from "../../services/DemoStage.js"
import { expectThat } from "./assertions.js"
import { scene, syncJson, typed } from "./show.js"

const count = (report: SyncReport, outcome: string): number =>
  report.missions.flatMap(({ bodies }) => bodies).filter((body) => body.outcome === outcome).length

/** The receiver is off: everything is queued. Returns the URL it will have when it is on. */
export const offlineScene = Effect.fn("offlineScene")(function*(bodies: number) {
  const { receiver } = yield* DemoStage
  yield* scene(2, "The receiver is switched off: sync keeps everything")
  // Started once for its address alone, and off again before anything is sent.
  const server = yield* Effect.scoped(receiver([]))
  yield* typed("sync", "server", server)
  yield* typed("sync")
  const report = yield* syncJson("sync", "--offline")
  yield* expectThat(`all ${bodies} bodies are queued`, count(report, "queued") === bodies, `${count(report, "queued")} are`)
  yield* expectThat("nothing is claimed to be delivered", report.delivery === "queued", report.delivery)
  return server
})

const portOf = (server: string): string => new URL(server).port

/** The receiver is on but slow; the sender is killed when some of the bodies are there and most are not. */
export const killScene = Effect.fn("killScene")(function*(server: string, bodies: number) {
  const { ledger, receiver, runUntil, say } = yield* DemoStage
  yield* scene(3, "The receiver is slow, and the sender is killed in the middle (SIGKILL)")
  const some = Math.ceil(bodies / 4)
  yield* Effect.scoped(Effect.gen(function*() {
    yield* receiver(["--port", portOf(server), "--fault", "slow:400 millis"])
    const someThere = ledger.pipe(Effect.map((it) => it.bodies.length >= some), Effect.orElseSucceed(() => false))
    const killed = yield* runUntil(["sync", "--concurrency", "1"], someThere)
    yield* say("")
    yield* say("$ spec-kitty sync --concurrency 1")
    yield* expectThat("the sender was killed before it was done", killed, "it ended by itself")
  }))
  const arrived = (yield* ledger).bodies.length
  yield* expectThat(`${arrived} of ${bodies} bodies had arrived`, arrived > 0 && arrived < bodies, `${arrived} had`)
})
