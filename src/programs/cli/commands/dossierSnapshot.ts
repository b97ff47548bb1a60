import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ExportRequest } from "../../dossier/exportSnapshot.js"
import type { VerifyRequest } from "../../dossier/verifySnapshotFile.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { missionSelection } from "../selection.js"
import { UsageError } from "../UsageError.js"
import { missionOption } from "./oneArtifact.js"

export const snapshotExportHelp: CommandHelp = {
  path: ["dossier", "snapshot", "export"],
  summary: "Write a mission's snapshot, to be verified or imported elsewhere",
  details: [
    "The snapshot is of the mission as it is now: its artifacts with their hashes, counts, completeness, both snapshot hashes, where it belongs, what was required at its step, and a checksum per field. It holds no file's content. Without --output it goes to stdout."
  ],
  examples: [
    ["spec-kitty dossier snapshot export -o 047.json --mission 047", "into a file"],
    ["spec-kitty dossier snapshot export --mission 047", "on stdout, for a program"]
  ]
}

export const snapshotVerifyHelp: CommandHelp = {
  path: ["dossier", "snapshot", "verify"],
  summary: "Check a snapshot's file against itself, and against the mission",
  details: [
    "Computes hashes, counts, completeness and order again from the file alone, and finds any field that was changed since its export, by JSON pointer. The checksums find accidents and careless edits; they are no signature. In a project that has the mission, its files are compared as well. Exit 3 where anything differs."
  ],
  examples: [
    ["spec-kitty dossier snapshot verify 047.json", "the file, and the mission if it is here"],
    ["spec-kitty dossier snapshot verify 047.json --against-disk", "fails where the mission is not here"],
    ["spec-kitty dossier snapshot verify 047.json --file-only", "the file alone; needs no project"]
  ]
}

const mission = missionOption("the mission you are in")
const output = Options.text("output").pipe(
  Options.withAlias("o"),
  Options.withPseudoName("FILE"),
  Options.withDescription("Write it here, whole or not at all; never in place of a device, a link or a folder."),
  Options.optional
)

export const snapshotExportCommand = (handler: Handler<ExportRequest>, invocation: Invocation) =>
  Command.make("export", { mission, output }, (given) =>
    Effect.flatMap(missionSelection({ mission: given.mission, all: false }, "dossier snapshot export"), (selection) =>
      handled(handler, invocation)({ selection, file: Option.getOrNull(given.output) })))

const verifyOptions = {
  file: Args.text({ name: "FILE" }).pipe(Args.withDescription("A file of dossier snapshot export.")),
  againstDisk: Options.boolean("against-disk").pipe(Options.withDescription("The mission must be here, to be compared.")),
  fileOnly: Options.boolean("file-only").pipe(Options.withDescription("Compare nothing with the mission."))
}

const both = new UsageError({
  problem: "--against-disk and --file-only can't be given together.",
  why: "one compares with the mission, the other does not",
  next: "spec-kitty help dossier snapshot verify",
  target: "--file-only"
})

export const snapshotVerifyCommand = (handler: Handler<VerifyRequest>, invocation: Invocation) =>
  Command.make("verify", verifyOptions, ({ againstDisk, file, fileOnly }) =>
    againstDisk && fileOnly
      ? Effect.fail(both)
      : handled(handler, invocation)({ file, disk: againstDisk ? "required" : fileOnly ? "never" : "if_here" }))
