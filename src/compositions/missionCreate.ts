import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { NewMissionRequest } from "../domain/mission/NewMission.js"
import * as Main from "../layers/Main.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { missionCreateView } from "../programs/cli/render/missionCreate.js"
import { present } from "../programs/cli/run.js"
import { checkMission } from "../programs/mission/checkMission.js"
import { createMission } from "../programs/mission/createMission.js"
import { projectFlags } from "./options.js"

const interrupted = "Interrupted. The mission is there whole, or not at all: spec-kitty dossier list shows it."

/** `agent mission create`: a request that is refused leaves neither an identity nor a queue behind. */
export const missionCreate: Handler<NewMissionRequest> = (request, invocation) => {
  const flags = projectFlags(invocation)
  return checkMission(request).pipe(
    Effect.provide(Main.localLayer(flags)),
    Effect.zipRight(Effect.provide(
      createMission(request),
      Main.projectLayer({ flags, queue: "durable-ensure", oneRun: true })
    )),
    Effect.onInterrupt(() => Ref.set(invocation.leftBehind, interrupted)),
    present(missionCreateView, invocation)
  )
}
