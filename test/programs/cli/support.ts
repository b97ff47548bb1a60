import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Handlers } from "../../../src/programs/cli/app.js"
import { type CommandLine, commandLine } from "../../../src/programs/cli/commandLine.js"
import type { Handler } from "../../../src/programs/cli/Invocation.js"
import { printed } from "../../emitted/tap.js"
import { TerminalFacts } from "../../../src/services/TerminalFacts.js"

export interface Captured {
  readonly stdout: ReadonlyArray<string>
  readonly stderr: ReadonlyArray<string>
  readonly exitCode: number
}

/** A console that keeps what is written to it. */
export const capturing = () => {
  const stdout: Array<string> = []
  const stderr: Array<string> = []
  const unused = () => Effect.die("only log and error are used")
  const log = (...args: ReadonlyArray<unknown>) => Effect.sync(() => stdout.push(args.map(String).join(" ")))
  const error = (...args: ReadonlyArray<unknown>) => Effect.sync(() => stderr.push(args.map(String).join(" ")))
  const console: Console.Console = {
    [Console.TypeId]: Console.TypeId,
    assert: unused, clear: unused(), count: unused, countReset: unused, debug: unused, dir: unused, dirxml: unused,
    error, group: unused, groupEnd: unused(), info: unused, log, table: unused, time: unused, timeEnd: unused,
    timeLog: unused, trace: unused, warn: unused,
    unsafe: {
      ...globalThis.console,
      log: (...args: ReadonlyArray<unknown>) => void stdout.push(args.map(String).join(" ")),
      error: (...args: ReadonlyArray<unknown>) => void stderr.push(args.map(String).join(" "))
    }
  }
  return { stdout, stderr, console }
}

/** A terminal with these variables; nobody looks at it unless it is said so. */
export const terminal = (
  variables: Readonly<Record<string, string>> = {},
  tty: { readonly stdout?: boolean; readonly stderr?: boolean } = {}
): Layer.Layer<TerminalFacts> =>
  Layer.succeed(TerminalFacts, {
    stdoutIsTty: tty.stdout ?? false,
    stderrIsTty: tty.stderr ?? false,
    variables: new Map(Object.entries(variables))
  })

const refuses: Handler<unknown> = () => Effect.die("this command was not to be run")

export const noHandlers: Handlers = {
  scan: refuses,
  errorHelp: refuses,
  explain: refuses,
  identity: refuses,
  dossierList: refuses,
  dossierShow: refuses,
  snapshotExport: refuses,
  snapshotVerify: refuses,
  sync: refuses,
  syncStatus: refuses,
  syncServer: refuses,
  syncDiagnose: refuses,
  syncQueueList: refuses,
  syncQueueShow: refuses,
  syncQueueRetry: refuses,
  syncQueueDrop: refuses,
  authLogin: refuses,
  authLogout: refuses,
  authStatus: refuses,
  authToken: refuses,
  missionCreate: refuses,
  trackerResources: refuses,
  trackerBind: refuses,
  trackerStatus: refuses,
  receiverServe: refuses,
  receiverLedger: refuses,
  configList: refuses,
  contractShow: refuses,
  contractCheck: refuses,
  contractVerify: refuses,
  contractExport: refuses,
  check: refuses,
  status: refuses,
  doctor: refuses,
  purge: refuses,
  bugreport: refuses,
  completion: refuses,
  man: refuses,
  upgrade: refuses,
  demo: refuses
}

/** Types a line and returns what came back. */
export const type = (
  line: ReadonlyArray<string> | string,
  options: {
    readonly handlers?: Partial<Handlers>
    readonly terminal?: Layer.Layer<TerminalFacts>
    readonly call?: Partial<CommandLine>
  } = {}
): Effect.Effect<Captured> =>
  Effect.gen(function*() {
    const { console, stderr, stdout } = capturing()
    const words = typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line
    const exitCode = yield* commandLine({
      words,
      handlers: { ...noHandlers, ...options.handlers },
      version: "1.2.3",
      interruptCode: Effect.succeed(130),
      ...options.call
    }).pipe(Effect.provide(options.terminal ?? terminal()), Effect.withConsole(console))
    printed([...stdout, ...stderr])
    return { stdout, stderr, exitCode }
  })
