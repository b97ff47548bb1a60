import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Ref from "effect/Ref"
import type { Outcome } from "../../domain/Diagnostic.js"
import type { OutputFormat } from "../../services/GlobalFlags.js"
import { TerminalFacts } from "../../services/TerminalFacts.js"
import { app, type Handlers } from "./app.js"
import type { Shell } from "./completion/Shell.js"
import type { CommandNode } from "./CommandNode.js"
import { commonFormats, parseGlobalFlags } from "./globalFlags.js"
import { isErrorCode } from "./errorHelp.js"
import { ExitCode } from "./handled.js"
import { commandHelpText, helpOf, helpText } from "./help.js"
import type { Handler, Invocation, LeftBehind } from "./Invocation.js"
import { withLog } from "./log.js"
import { outputOptions } from "./outputOptions.js"
import { runCommand } from "./parse.js"
import { errorView, helpView, versionView } from "./render/plain.js"
import { route, routeHelp } from "./route.js"
import { present } from "./run.js"
import { UsageError } from "./UsageError.js"

export interface CommandLine {
  /** What was typed after `spec-kitty`. */
  readonly words: ReadonlyArray<string>
  readonly handlers: Handlers
  readonly version: string
  readonly interruptCode: Effect.Effect<number>
}

const done = <A>(data: A): Outcome<A> => ({ data, diagnostics: [], exitCode: 0, next: [] })

const showVersion: Handler<null> = (_, invocation) =>
  present(versionView, invocation)(Effect.succeed(done({ version: invocation.version })))

const showHelp = (
  topic: string,
  text: Effect.Effect<string, UsageError>,
  invocation: Invocation
): Effect.Effect<number> => present(helpView, invocation)(Effect.map(text, (said) => done({ topic, text: said })))

/** A report format of one command is refused by the others, rather than answered in another one. */
const requireFormat = (node: CommandNode, format: OutputFormat): Either.Either<void, UsageError> => {
  const written = [...commonFormats, ...(helpOf(node)?.formats ?? [])]
  if (written.includes(format)) return Either.void
  const name = ["spec-kitty", ...node.path].join(" ")
  return Either.left(new UsageError({
    problem: `${name} does not write ${format}.`,
    why: `its formats are ${written.join(", ")}`,
    next: ["spec-kitty", "help", ...node.path].join(" "),
    target: "--format"
  }))
}

type Tree = ReturnType<typeof app>

const dispatch = (
  words: ReadonlyArray<string>,
  handlers: Handlers,
  invocation: Invocation
): Effect.Effect<number, UsageError> =>
  Effect.gen(function*() {
    const help: Handler<ReadonlyArray<string>> = (asked, given) => {
      const [word = "", ...more] = asked
      return more.length === 0 && isErrorCode(word)
        ? handlers.errorHelp(word, given)
        : showHelp(asked.join(" "), helpText(tree.root, asked), given)
    }
    const completionFor: Handler<Shell> = (shell, given) => handlers.completion({ shell, root: tree.root }, given)
    const manFor: Handler<ReadonlyArray<string>> = (asked, given) => handlers.man({ words: asked, root: tree.root }, given)
    const tree: Tree = app({ ...handlers, help, completionFor, manFor, version: showVersion }, invocation)
    const { command, root } = tree
    if (invocation.flags.version) return yield* showVersion(null, invocation)
    if (invocation.flags.help || words.length === 0) {
      const node = yield* routeHelp(root, words)
      return yield* showHelp(node.path.join(" "), Effect.succeed(commandHelpText(node)), invocation)
    }
    const exitCode = yield* Ref.make(0)
    const routed = yield* route(root, words)
    yield* requireFormat(routed.node, invocation.output.format)
    yield* Effect.provideService(runCommand(command, routed), ExitCode, exitCode)
    return yield* Ref.get(exitCode)
  })

/** Understands a command line, runs what it asks for and tells what came of it. Returns the exit code; never fails. */
export const commandLine = Effect.fn("cli")(function*({ handlers, interruptCode, version, words }: CommandLine) {
  const { flags, problems, rest } = parseGlobalFlags(words)
  const output = outputOptions(flags, yield* TerminalFacts)
  const leftBehind = yield* Ref.make<LeftBehind | null>(null)
  const invocation: Invocation = { flags, output: output.options, version, interruptCode, leftBehind }
  const [problem] = [...problems, ...output.problems]
  const program = problem === undefined ? dispatch(rest, handlers, invocation) : Effect.fail(problem)
  return yield* program.pipe(
    Effect.catchAllCause((cause) => present(errorView, invocation)(Effect.failCause(cause))),
    withLog(output.options)
  )
})
