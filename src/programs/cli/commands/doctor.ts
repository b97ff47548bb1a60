import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface DoctorRequest {
  /** Ask no server; what it would say is then not known, which is not healthy. */
  readonly offline: boolean
}

export const doctorHelp: CommandHelp = {
  path: ["doctor"],
  summary: "Check everything: settings, missions, queue, server, token; healthy only with evidence",
  details: [
    "Looks at each part of the project and of your own state, and says what it looked at: counts, moments, hashes, receipts. What could not be looked at is unknown, never healthy. It changes nothing, and every check runs whatever became of the others.",
    "The server is asked with your own token, for at most 5 seconds, whether it is a receiver that takes it. Nothing of the project is sent.",
    "Exit 0 only where every check is ok; 4 where nothing is broken but the sign-in; 3 for any other finding."
  ],
  examples: [
    ["spec-kitty doctor", "everything, with what to do about it"],
    ["spec-kitty doctor --offline", "without asking the server"],
    ["spec-kitty doctor --json", "for a program"]
  ]
}

export const syncDoctorHelp: CommandHelp = {
  path: ["sync", "doctor"],
  summary: "The same as doctor",
  details: ["Another name for spec-kitty doctor."],
  examples: [["spec-kitty sync doctor", "everything, with what to do about it"]]
}

const offline = Options.boolean("offline").pipe(
  Options.withDescription("Ask no server. What it would say is then unknown, so the exit code is not 0.")
)

export const doctorCommand = (handler: Handler<DoctorRequest>, invocation: Invocation) =>
  Command.make("doctor", { offline }, handled(handler, invocation))
