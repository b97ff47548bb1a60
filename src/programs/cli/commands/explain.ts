import * as Command from "@effect/cli/Command"
import * as Effect from "effect/Effect"
import type { ExplainRequest } from "../../dossier/explainArtifact.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { missionSelection } from "../selection.js"
import { artifactMission, subjectArgument } from "./oneArtifact.js"

export const explainHelp: CommandHelp = {
  path: ["explain"],
  summary: "Why a file is classed, required and uploaded as it is, and what became of it",
  details: [
    "Takes a path (relative to where you are, to the project or to the mission, or absolute) or an artifact key. Says which rule gave the class, what asks for the file at which step, whether it would be uploaded and why, and what the server last acknowledged. It also tells of what is left out (hidden, a symlink, …), what is missing and what a later step will ask for.",
    "Decides nothing anew: the answer is what scan and sync go by. Reads only."
  ],
  examples: [
    ["spec-kitty explain research/README.md", "a file of the mission you are in"],
    ["spec-kitty explain kitty-specs/047-x/spec.md", "from the project's root"],
    ["spec-kitty explain input.spec.main --mission 047", "by its key"]
  ]
}

export const explainCommand = (handler: Handler<ExplainRequest>, invocation: Invocation) =>
  Command.make("explain", { subject: subjectArgument, mission: artifactMission }, ({ mission, subject }) =>
    Effect.flatMap(missionSelection({ mission, all: false }, "explain"), (selection) =>
      handled(handler, invocation)({ subject, selection })))
