import * as Command from "@effect/cli/Command"
import type { NewMissionRequest } from "../../../domain/mission/NewMission.js"
import { commandNode } from "../CommandNode.js"
import { missionCreateCommand, missionCreateHelp } from "../commands/missionCreate.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface AgentHandlers {
  readonly missionCreate: Handler<NewMissionRequest>
}

/** `agent mission …` */
const missionGroup = (handlers: AgentHandlers, invocation: Invocation) => {
  const create = missionCreateCommand(handlers.missionCreate, invocation)
  const command = Command.make("mission").pipe(Command.withSubcommands([create]))
  return { command, node: commandNode(command, [commandNode(create)]) }
}

/** `agent …`: what those who work on missions run, people and programs alike. */
export const agentGroup = (handlers: AgentHandlers, invocation: Invocation) => {
  const mission = missionGroup(handlers, invocation)
  const command = Command.make("agent").pipe(Command.withSubcommands([mission.command]))
  return { command, node: commandNode(command, [mission.node]) }
}

export const agentHelps = [missionCreateHelp]
