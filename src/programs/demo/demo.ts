import * as Effect from "effect/Effect"
import { DemoStage } from "../../services/DemoStage.js"
import { gateScene } from "./gateScene.js"
import { killScene, offlineScene } from "./outageScenes.js"
import { recoveryScene } from "./recoveryScene.js"
import { scanScene } from "./scanScene.js"
import { upgradeScene } from "./upgradeScene.js"

/** The product's story on a copy of the sample project, with the real command, a real outage and a real kill. */
export const demo = Effect.fn("demo")(function*() {
  const { directory, say } = yield* DemoStage
  yield* say("spec-kitty on a sample project: three missions, an outage, a kill, an upgrade, and nothing lost.")
  yield* say(`Everything happens in ${directory} and on 127.0.0.1.`)
  const bodies = yield* scanScene()
  const server = yield* offlineScene(bodies)
  yield* killScene(server, bodies)
  yield* recoveryScene(server, bodies)
  yield* gateScene()
  yield* upgradeScene(server)
  yield* say("")
  yield* say("Every promise above was checked. Now your own project: spec-kitty dossier scan")
})
