import * as Command from "@effect/cli/Command"
import type { ExplainRequest } from "../dossier/explainArtifact.js"
import type { CheckOptions } from "../check/CheckOptions.js"
import type { PurgeOptions } from "../purge/purge.js"
import type { CommandHelp } from "./CommandHelp.js"
import { commandNode, rootNode } from "./CommandNode.js"
import { bugReportCommand, bugReportHelp, type BugReportRequest } from "./commands/bugreport.js"
import { configGroup, configListHelp, type ConfigListRequest } from "./commands/config.js"
import { checkCommand, checkHelp } from "./commands/check.js"
import { explainCommand, explainHelp } from "./commands/explain.js"
import { completionCommand, completionHelp, type CompletionRequest } from "./commands/completion.js"
import { demoCommand, demoHelp, type DemoRequest } from "./commands/demo.js"
import { doctorCommand, doctorHelp, type DoctorRequest } from "./commands/doctor.js"
import { identityGroup, identityHelp, identityShowHelp } from "./commands/identity.js"
import { manCommand, manHelp, type ManRequest } from "./commands/man.js"
import { helpCommand, helpHelp, versionCommand, versionHelp } from "./commands/help.js"
import { purgeCommand, purgeHelp } from "./commands/purge.js"
import { statusCommand, statusHelp, type StatusRequest } from "./commands/status.js"
import { agentGroup, type AgentHandlers, agentHelps } from "./groups/agent.js"
import { authGroup, type AuthHandlers, authHelps } from "./groups/auth.js"
import { upgradeCommand, upgradeHelp, type UpgradeRequest } from "./commands/upgrade.js"
import { contractGroup, type ContractHandlers, contractHelps } from "./groups/contract.js"
import { dossierGroup, type DossierHandlers, dossierHelps } from "./groups/dossier.js"
import { receiverGroup, type ReceiverHandlers, receiverHelps } from "./groups/receiver.js"
import { syncGroup, type SyncHandlers, syncHelps } from "./groups/sync.js"
import { trackerGroup, type TrackerHandlers, trackerHelps } from "./groups/tracker.js"
import type { Shell } from "./completion/Shell.js"
import type { Handler, Invocation } from "./Invocation.js"

/** One handler per command. Each loads what it needs only when it runs, so that help pays for nothing. */
export interface Handlers extends AgentHandlers, AuthHandlers, ContractHandlers, DossierHandlers, SyncHandlers, ReceiverHandlers, TrackerHandlers {
  readonly check: Handler<CheckOptions>
  readonly configList: Handler<ConfigListRequest>
  readonly status: Handler<StatusRequest>
  readonly doctor: Handler<DoctorRequest>
  /** `help CODE`: its request is the code as it was typed. */
  readonly errorHelp: Handler<string>
  readonly demo: Handler<DemoRequest>
  readonly bugreport: Handler<BugReportRequest>
  readonly completion: Handler<CompletionRequest>
  readonly man: Handler<ManRequest>
  readonly explain: Handler<ExplainRequest>
  readonly upgrade: Handler<UpgradeRequest>
  readonly identity: Handler<null>
  readonly purge: Handler<PurgeOptions>
}
/** The handlers that the command line brings itself. */
export interface OwnHandlers {
  readonly help: Handler<ReadonlyArray<string>>
  /** Adds the tree itself, which no other handler needs. */
  readonly completionFor: Handler<Shell>
  /** Likewise. Its request is the words of a command, or one topic. */
  readonly manFor: Handler<ReadonlyArray<string>>
  readonly version: Handler<null>
}

/** The whole tree: what `spec-kitty` understands, for the parser and, as words and flags, for routing and help. */
export const app = (handlers: Handlers & OwnHandlers, invocation: Invocation) => {
  const dossier = dossierGroup(handlers, invocation)
  const sync = syncGroup(handlers, invocation)
  const agent = agentGroup(handlers, invocation)
  const auth = authGroup(handlers, invocation)
  const receiver = receiverGroup(handlers, invocation)
  const contract = contractGroup(handlers, invocation)
  const tracker = trackerGroup(handlers, invocation)
  const check = checkCommand(handlers.check, invocation)
  const status = statusCommand(handlers.status, invocation)
  const doctor = doctorCommand(handlers.doctor, invocation)
  const explain = explainCommand(handlers.explain, invocation)
  const config = configGroup(handlers.configList, invocation)
  const identity = identityGroup(handlers.identity, invocation)
  const purge = purgeCommand(handlers.purge, invocation)
  const demo = demoCommand(handlers.demo, invocation)
  const bugreport = bugReportCommand(handlers.bugreport, invocation)
  const completion = completionCommand(handlers.completionFor, invocation)
  const man = manCommand(handlers.manFor, invocation)
  const upgrade = upgradeCommand(handlers.upgrade, invocation)
  const help = helpCommand(handlers.help, invocation)
  const version = versionCommand(handlers.version, invocation)
  return {
    command: Command.make("spec-kitty").pipe(
      Command.withSubcommands([dossier.command, sync.command, auth.command, agent.command, tracker.command, receiver.command, contract.command, config.command, identity.command, status, check, doctor, explain, upgrade, purge, demo, bugreport, completion, man, help, version])
    ),
    root: rootNode([
      dossier.node,
      sync.node,
      auth.node,
      agent.node,
      tracker.node,
      receiver.node,
      contract.node,
      commandNode(config.command, [commandNode(config.list)]),
      commandNode(identity.command, [commandNode(identity.show)], { isCommandToo: true }),
      commandNode(status),
      commandNode(doctor),
      commandNode(check),
      commandNode(explain),
      commandNode(upgrade),
      commandNode(purge),
      commandNode(demo),
      commandNode(bugreport),
      commandNode(completion),
      commandNode(man),
      commandNode(help),
      commandNode(version)
    ])
  }
}

/** What help says about each command, in the order in which they are listed. */
export const commandHelps: ReadonlyArray<CommandHelp> = [
  statusHelp, checkHelp, doctorHelp, explainHelp, upgradeHelp, purgeHelp, demoHelp, ...dossierHelps, ...syncHelps, ...authHelps, ...agentHelps, ...trackerHelps, ...receiverHelps, ...contractHelps, configListHelp, identityHelp, identityShowHelp, bugReportHelp, completionHelp, manHelp, helpHelp, versionHelp
]

/** Every command that can be run, such as `sync status`: a hint may name these and no others (U-22). */
export const commandNames: ReadonlyArray<string> = commandHelps.map(({ path }) => path.join(" "))
