import * as Command from "@effect/cli/Command"
import * as Effect from "effect/Effect"
import type { MissionSelection } from "../../../domain/mission/MissionSelection.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { missionSelection, selectionOptions } from "../selection.js"

export interface StatusRequest {
  readonly selection: MissionSelection
}

export const statusHelp: CommandHelp = {
  path: ["status"],
  summary: "One screen: missions and what they still need, queue, server, token",
  details: [
    "Says for each mission at which step it is, what is missing there and what it takes to leave the step; then what is queued, where it goes and what was acknowledged last, each with what it was read from.",
    "Works offline and where nothing can be written. It asks no server: spec-kitty sync status --check and spec-kitty doctor do."
  ],
  examples: [
    ["spec-kitty status", "the mission you are in, else all"],
    ["spec-kitty status --mission 047", "one mission, by its number"],
    ["spec-kitty status --all --json", "everything, for a program"]
  ]
}

export const statusCommand = (handler: Handler<StatusRequest>, invocation: Invocation) =>
  Command.make("status", selectionOptions, (options) =>
    Effect.flatMap(missionSelection(options, "status"), (selection) => handled(handler, invocation)({ selection })))
