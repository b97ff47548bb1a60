import * as Command from "@effect/cli/Command"
import type { BindRequest } from "../../tracker/BindScene.js"
import { commandNode } from "../CommandNode.js"
import {
  type ResourcesRequest, trackerBindCommand, trackerBindHelp, trackerResourcesCommand, trackerResourcesHelp, trackerStatusCommand,
  trackerStatusHelp
} from "../commands/tracker.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface TrackerHandlers {
  readonly trackerResources: Handler<ResourcesRequest>
  readonly trackerBind: Handler<BindRequest>
  readonly trackerStatus: Handler<null>
}

/** `tracker …` */
export const trackerGroup = (handlers: TrackerHandlers, invocation: Invocation) => {
  const resources = trackerResourcesCommand(handlers.trackerResources, invocation)
  const bind = trackerBindCommand(handlers.trackerBind, invocation)
  const status = trackerStatusCommand(handlers.trackerStatus, invocation)
  const command = Command.make("tracker").pipe(Command.withSubcommands([resources, bind, status]))
  return { command, node: commandNode(command, [resources, bind, status].map((child) => commandNode(child))) }
}

export const trackerHelps = [trackerResourcesHelp, trackerBindHelp, trackerStatusHelp]
