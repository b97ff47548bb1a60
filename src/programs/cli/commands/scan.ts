import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ScanMissionsOptions } from "../../dossier/scanMissions.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { missionSelection, selectionOptions } from "../selection.js"

export const scanHelp: CommandHelp = {
  path: ["dossier", "scan"],
  summary: "Index missions: what they hold, what is missing, what would be uploaded",
  details: [
    "Every file is listed with its class, its hash and whether its body would be uploaded, or with the reason why it is left out. Nothing is sent. Where the project has a server, the dossier's events are queued for the next sync."
  ],
  examples: [
    ["spec-kitty dossier scan", "the mission you are in, else all"],
    ["spec-kitty dossier scan --mission 047", "one mission, by its number"],
    ["spec-kitty dossier scan --all --json", "everything, for a program"],
    ["spec-kitty dossier scan --step plan --no-emit", "judge completeness at a step; write nothing"]
  ]
}

const step = Options.text("step").pipe(
  Options.withPseudoName("STEP"),
  Options.withDescription("Judge completeness at this step, instead of the one that the mission's files show."),
  Options.optional
)
const noEmit = Options.boolean("no-emit").pipe(
  Options.withDescription("Look only: no snapshot is saved and no event is queued.")
)

export const scanCommand = (handler: Handler<ScanMissionsOptions>, invocation: Invocation) =>
  Command.make("scan", { ...selectionOptions, step, noEmit }, (options) =>
    Effect.flatMap(missionSelection(options, "dossier scan"), (selection) =>
      handled(handler, invocation)({ selection, step: Option.getOrNull(options.step), emit: !options.noEmit })))
