import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Tracker from "../layers/http/Tracker.js"
import * as Main from "../layers/Main.js"
import * as Chooser from "../layers/node/Chooser.js"
import * as TrackerConfig from "../layers/node/TrackerConfig.js"
import type { ResourcesRequest } from "../programs/cli/commands/tracker.js"
import type { Handler, Invocation, LeftBehind } from "../programs/cli/Invocation.js"
import { escapeAscii, escapeText } from "../programs/cli/render/escape.js"
import { trackerBindView, trackerResourcesView, trackerStatusView } from "../programs/cli/render/tracker.js"
import { present } from "../programs/cli/run.js"
import { bindTracker } from "../programs/tracker/bind.js"
import type { BindRequest } from "../programs/tracker/BindScene.js"
import { listResources } from "../programs/tracker/resources.js"
import { trackerStatus as trackerStatusProgram } from "../programs/tracker/status.js"
import { projectFlags } from "./options.js"

const interrupted = ({ provider }: BindRequest): LeftBehind => ({
  message: "Interrupted. If the server has bound the project by now, the next run finds that and writes it down.",
  fix: provider === null ? "spec-kitty tracker bind" : `spec-kitty tracker bind --provider ${provider}`
})

const system = (invocation: Invocation) => {
  const { flags, output } = invocation
  const chooser = Chooser.layer({
    mayAsk: output.format === "text" && !flags.noInput,
    escape: output.ascii ? escapeAscii : escapeText
  })
  return Layer.mergeAll(Tracker.layer, TrackerConfig.layer, chooser).pipe(
    Layer.provideMerge(Main.projectLayer({ flags: projectFlags(invocation), queue: "none", oneRun: true }))
  )
}

/** `tracker resources`: asks the server; makes no identity. */
export const trackerResources: Handler<ResourcesRequest> = (request, invocation) =>
  listResources(request).pipe(Effect.provide(system(invocation)), present(trackerResourcesView, invocation))

/** `tracker bind`: binds on the server, then writes into `.kittify/config.yaml`. */
export const trackerBind: Handler<BindRequest> = (request, invocation) =>
  bindTracker(request).pipe(
    Effect.provide(system(invocation)),
    Effect.onInterrupt(() => request.dryRun ? Effect.void : Ref.set(invocation.leftBehind, interrupted(request))),
    present(trackerBindView, invocation)
  )

/** `tracker status`: reads the file and asks the server; makes no identity. */
export const trackerStatus: Handler<null> = (_, invocation) =>
  trackerStatusProgram.pipe(Effect.provide(system(invocation)), present(trackerStatusView, invocation))
