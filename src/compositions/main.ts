import * as Effect from "effect/Effect"
import { withOwnEnvironment } from "../layers/node/Settings.js"
import * as TerminalFacts from "../layers/node/TerminalFacts.js"
import { type CommandLine, commandLine } from "../programs/cli/commandLine.js"
import type { Handlers } from "../programs/cli/app.js"
import type { Handler } from "../programs/cli/Invocation.js"

/** A handler whose program, with all its layers, is loaded when it is called: help and usage errors pay for nothing. */
const lazy = <Request>(load: () => Promise<Handler<Request>>): Handler<Request> => (request, invocation) =>
  Effect.flatMap(Effect.promise(load), (handler) => handler(request, invocation))

const handlers: Handlers = {
  scan: lazy(async () => (await import("./scan.js")).scan),
  sync: lazy(async () => (await import("./sync.js")).sync),
  syncStatus: lazy(async () => (await import("./syncStatus.js")).syncStatus),
  syncServer: lazy(async () => (await import("./syncServer.js")).syncServer),
  syncDiagnose: lazy(async () => (await import("./syncDiagnose.js")).syncDiagnose),
  syncQueueList: lazy(async () => (await import("./syncQueue.js")).syncQueueList),
  syncQueueShow: lazy(async () => (await import("./syncQueue.js")).syncQueueShow),
  syncQueueRetry: lazy(async () => (await import("./syncQueue.js")).syncQueueRetry),
  syncQueueDrop: lazy(async () => (await import("./syncQueue.js")).syncQueueDrop),
  authLogin: lazy(async () => (await import("./auth.js")).authLogin),
  authLogout: lazy(async () => (await import("./auth.js")).authLogout),
  authStatus: lazy(async () => (await import("./auth.js")).authStatus),
  authToken: lazy(async () => (await import("./auth.js")).authToken),
  missionCreate: lazy(async () => (await import("./missionCreate.js")).missionCreate),
  trackerResources: lazy(async () => (await import("./tracker.js")).trackerResources),
  trackerBind: lazy(async () => (await import("./tracker.js")).trackerBind),
  trackerStatus: lazy(async () => (await import("./tracker.js")).trackerStatus),
  receiverServe: lazy(async () => (await import("./receiver.js")).receiverServe),
  receiverLedger: lazy(async () => (await import("./receiver.js")).receiverLedger),
  check: lazy(async () => (await import("./check.js")).check),
  status: lazy(async () => (await import("./status.js")).status),
  doctor: lazy(async () => (await import("./doctor.js")).doctor),
  errorHelp: lazy(async () => (await import("./errorHelp.js")).errorHelp),
  explain: lazy(async () => (await import("./explain.js")).explain),
  dossierList: lazy(async () => (await import("./dossier.js")).dossierList),
  dossierShow: lazy(async () => (await import("./dossier.js")).dossierShow),
  snapshotExport: lazy(async () => (await import("./dossier.js")).snapshotExport),
  snapshotVerify: lazy(async () => (await import("./dossier.js")).snapshotVerify),
  contractShow: lazy(async () => (await import("./contract.js")).contractShow),
  contractCheck: lazy(async () => (await import("./contract.js")).contractCheck),
  contractVerify: lazy(async () => (await import("./contract.js")).contractVerify),
  contractExport: lazy(async () => (await import("./contractExport.js")).contractExport),
  configList: lazy(async () => (await import("./config.js")).configList),
  identity: lazy(async () => (await import("./identity.js")).identity),
  upgrade: lazy(async () => (await import("./upgrade.js")).upgrade),
  purge: lazy(async () => (await import("./purge.js")).purge),
  bugreport: lazy(async () => (await import("./bugreport.js")).bugreport),
  completion: lazy(async () => (await import("./completion.js")).completion),
  man: lazy(async () => (await import("./man.js")).man),
  demo: lazy(async () => (await import("./demo.js")).demo)
}

/** `spec-kitty`, whole. Succeeds with the exit code. */
export const mainEffect = (call: Omit<CommandLine, "handlers">): Effect.Effect<number> =>
  withOwnEnvironment(Effect.provide(commandLine({ ...call, handlers }), TerminalFacts.layer))
