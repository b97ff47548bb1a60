import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ArtifactClass } from "../../../domain/dossier/Artifact.js"
import { ArtifactSort } from "../../../domain/dossier/listArtifacts.js"
import { UploadStateName } from "../../../domain/sync/UploadState.js"
import type { ListRequest } from "../../dossier/listMissions.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { missionSelection, selectionOptions } from "../selection.js"

export const dossierListHelp: CommandHelp = {
  path: ["dossier", "list"],
  summary: "List artifacts, filtered, with where each body is",
  details: [
    "Filters narrow the list together; of several --class or --state any will do. Where a body is comes from the queue and the receipts on this machine; no server is asked. Reads only.",
    "States: uploaded, already_exists (the server has this version), queued, failed (refused for good), skipped (stays here), not_sent (the next sync sends it), absent (required, and no file is there)."
  ],
  examples: [
    ["spec-kitty dossier list", "the mission you are in, else all"],
    ["spec-kitty dossier list --class evidence --class policy", "two classes"],
    ["spec-kitty dossier list --missing --all", "what is not there or can't be used"],
    ["spec-kitty dossier list --state not_sent --sort size", "what the next sync sends, the largest first"]
  ]
}

const options = {
  ...selectionOptions,
  classes: Options.choice("class", ArtifactClass.literals).pipe(
    Options.withDescription(`One of ${ArtifactClass.literals.join(", ")}. May be repeated.`),
    Options.repeated
  ),
  wp: Options.text("wp").pipe(
    Options.withPseudoName("WP02"),
    Options.withDescription("Files of one work package."),
    Options.optional
  ),
  step: Options.text("step").pipe(
    Options.withPseudoName("STEP"),
    Options.withDescription("Files that this step asks for first."),
    Options.optional
  ),
  requiredOnly: Options.boolean("required-only").pipe(Options.withDescription("What some step requires.")),
  missing: Options.boolean("missing").pipe(Options.withDescription("What is not there or can't be used.")),
  states: Options.choice("state", UploadStateName.literals).pipe(
    Options.withDescription(`Where the body is: ${UploadStateName.literals.join(", ")}. May be repeated.`),
    Options.repeated
  ),
  sort: Options.choice("sort", ArtifactSort.literals).pipe(
    Options.withDescription("path (the default), key, or size: the largest first."),
    Options.optional
  )
}

export const dossierListCommand = (handler: Handler<ListRequest>, invocation: Invocation) =>
  Command.make("list", options, (given) =>
    Effect.flatMap(missionSelection(given, "dossier list"), (selection) =>
      handled(handler, invocation)({
        selection,
        filter: {
          class: given.classes,
          wp_id: Option.getOrNull(given.wp),
          step_id: Option.getOrNull(given.step),
          required_only: given.requiredOnly,
          missing: given.missing,
          state: given.states
        },
        sort: Option.getOrElse(given.sort, () => "path" as const)
      })))
