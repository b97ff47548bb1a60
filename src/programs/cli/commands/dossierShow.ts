import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import type { ShowRequest } from "../../dossier/showArtifact.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { missionSelection } from "../selection.js"
import { UsageError } from "../UsageError.js"
import { artifactMission, subjectArgument } from "./oneArtifact.js"

export interface DossierShowRequest extends ShowRequest {
  /** The bytes alone, as they are. */
  readonly raw: boolean
}

export const dossierShowHelp: CommandHelp = {
  path: ["dossier", "show"],
  summary: "Show one artifact: every field, where its body is, and its text",
  details: [
    "Takes a path or an artifact key, as explain does. --content prints the text, at most 5 MB of it, with control characters made visible; a file that is not UTF-8 is refused. --raw writes the file's bytes as they are and nothing else. The hash beside a text is that of the very bytes that were read for it. Reads only."
  ],
  examples: [
    ["spec-kitty dossier show spec.md", "all fields"],
    ["spec-kitty dossier show input.spec.main --content", "and its text"],
    ["spec-kitty dossier show research/chart.png --raw", "its bytes on stdout, to be sent on to a file or a program"]
  ]
}

const options = {
  subject: subjectArgument,
  mission: artifactMission,
  content: Options.boolean("content").pipe(Options.withDescription("Also the text, safe for a terminal.")),
  raw: Options.boolean("raw").pipe(Options.withDescription("The bytes as they are, and nothing else."))
}

const refused = (problem: string, why: string, target: string) =>
  new UsageError({ problem, why, next: "spec-kitty help dossier show", target })

const rawAlone = refused("--raw and --content can't be given together.", "one writes bytes, the other text", "--raw")
const rawIsText = refused("--raw can't be given with another format.", "it writes the file's bytes and nothing else", "--raw")

export const dossierShowCommand = (handler: Handler<DossierShowRequest>, invocation: Invocation) =>
  Command.make("show", options, ({ content, mission, raw, subject }) => {
    if (raw && content) return Effect.fail(rawAlone)
    if (raw && invocation.output.format !== "text") return Effect.fail(rawIsText)
    return Effect.flatMap(missionSelection({ mission, all: false }, "dossier show"), (selection) =>
      handled(handler, invocation)({ subject, selection, content, raw }))
  })
