import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"
import type { ContractCheckRequest } from "../../contract/check.js"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"

export const contractShowHelp: CommandHelp = {
  path: ["contract", "show"],
  summary: "What the contract asks for: its contexts, or the fields of one",
  details: [
    "The contract is the vendored document that the gate enforces: envelope, payload of each event type, body upload, tracker bind, orchestrator. Each field says whether its rule is upstream's own, narrowed here, or an addition."
  ],
  examples: [
    ["spec-kitty contract show", "all contexts"],
    ["spec-kitty contract show body_sync", "the nine fields of an upload"],
    ["spec-kitty contract show payload/WPStatusChanged --json", "for a program"]
  ]
}
export const contractCheckHelp: CommandHelp = {
  path: ["contract", "check"],
  summary: "Check anybody's payload against the contract",
  details: [
    "Every violation comes with a JSON pointer (RFC 6901), the rule, and what to do; refused values are never repeated. Exit 3 where there is one. The payload is read from a file, or from standard input with -, and goes nowhere.",
    "Without --context the payload is taken for what it shows itself to be: an object with events is a batch, one with event_type an event (envelope and payload together), one with content_body an upload, one with project_identity a request to bind a tracker, one with uuid such an identity. Of a fixture of the handoff the bodies of its requests are judged."
  ],
  examples: [
    ["spec-kitty contract check event.json", "an event, envelope and payload"],
    ["spec-kitty contract check - --context payload/MissionCreated", "a payload alone, from standard input"],
    ["spec-kitty contract check batch.json --json", "each event of a batch, for a program"]
  ]
}
export const contractVerifyHelp: CommandHelp = {
  path: ["contract", "verify"],
  summary: "Verify that the vendored contract is the one this version was built with",
  details: [
    "Hashes the document's content and compares it with the hash in the file and with the one built into the program. A file that differs is an error (CONTRACT-01), and then nothing passes the gate either."
  ],
  examples: [["spec-kitty contract verify", "hash, version and where the rules come from"]]
}

const shown = Args.text({ name: "CONTEXT" }).pipe(
  Args.withDescription("Such as envelope, payload/MissionCreated or body_sync; without it, all."),
  Args.optional
)
const source = Args.text({ name: "FILE" }).pipe(Args.withDescription("A file that holds the payload as JSON; - reads standard input."))
const context = Options.text("context").pipe(
  Options.withAlias("c"),
  Options.withPseudoName("CONTEXT"),
  Options.withDescription("What the payload is meant to be: event, batch, bind_request, fixture, or a context of the contract."),
  Options.optional
)

export const contractShowCommand = (handler: Handler<string | null>, invocation: Invocation) =>
  Command.make("show", { shown }, (given) => handled(handler, invocation)(Option.getOrNull(given.shown)))

export const contractCheckCommand = (handler: Handler<ContractCheckRequest>, invocation: Invocation) =>
  Command.make("check", { source, context }, (given) =>
    handled(handler, invocation)({ source: given.source, context: Option.getOrNull(given.context) }))

export const contractVerifyCommand = (handler: Handler<null>, invocation: Invocation) =>
  Command.make("verify", {}, () => handled(handler, invocation)(null))
