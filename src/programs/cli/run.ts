import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf, isAllowable, strongerCode } from "../../domain/exitCode.js"
import type { Explained } from "../../domain/Explained.js"
import { exitReason } from "./exitReason.js"
import type { Invocation, LeftBehind } from "./Invocation.js"
import { diagnosticText } from "./render/diagnostics.js"
import { escapeJson } from "./render/escape.js"
import { makeStyle } from "./render/Style.js"
import type { Answer, View } from "./View.js"

/** What becomes of an answer before it is told, for commands that take the flags for it. */
export interface Ending {
  /** `--allow-failure` */
  readonly allowFailure?: boolean
  /** `--report FILE`: keeps the envelope, however the command ends. */
  readonly report?: ((envelope: string) => Effect.Effect<void, Explained>) | null
}

const bug = (cause: Cause.Cause<never>, { output }: Invocation): Diagnostic =>
  new Diagnostic({
    severity: "error",
    code: "BUG-01",
    message: `Something went wrong inside spec-kitty: ${firstLine(Cause.squash(cause))}`,
    why: output.logLevel === "debug" || output.logLevel === "trace" ? Cause.pretty(cause) : null,
    fix: null,
    target: null
  })

const firstLine = (defect: unknown): string => {
  const text = defect instanceof Error ? defect.message : typeof defect === "string" ? defect : "no message"
  return text.split("\n", 1)[0] ?? ""
}

const nothingLeft = "Interrupted. What was queued is kept and goes out with the next run."

const interrupted = (leftBehind: LeftBehind | null): Diagnostic =>
  new Diagnostic({
    severity: "error",
    code: "STOP-01",
    ...(typeof leftBehind === "object" && leftBehind !== null
      ? leftBehind
      : { message: leftBehind ?? nothingLeft, fix: "spec-kitty sync" }),
    why: null,
    target: null
  })

const failure = <A>(diagnostic: Diagnostic, exitCode: number): Answer<A> => ({
  data: null,
  diagnostics: [diagnostic],
  exitCode,
  next: []
})

/** Errors always; the rest unless `--quiet`, and nothing that the text has told already. */
const shown = <A>(view: View<A>, answer: Answer<A>, { output }: Invocation): ReadonlyArray<Diagnostic> => {
  const { data } = answer
  return answer.diagnostics.filter((diagnostic) =>
    (diagnostic.severity === "error" || !output.quiet) && (data === null || !view.tells(diagnostic, data))
  )
}

/** `--allow-failure`: the exit code alone is changed, and what it would have been is said. */
const allowed = <A>(answer: Answer<A>, { allowFailure = false }: Ending): Answer<A> =>
  allowFailure && isAllowable(answer.exitCode)
    ? {
      ...answer,
      exitCode: exitCodeOf([]),
      diagnostics: [
        ...answer.diagnostics,
        new Diagnostic({
          severity: "warning",
          code: "EXIT-01",
          message: `This run would have ended with exit code ${answer.exitCode}; --allow-failure makes it 0.`,
          why: "the other diagnostics say what went wrong",
          fix: "spec-kitty help exit-codes",
          target: null
        })
      ]
    }
    : answer

/** The answer as it is told. Where its report can't be kept, that is a failure of its own, and undoes nothing. */
const concluded = Effect.fn("cli.concluded")(function*<A>(view: View<A>, answer: Answer<A>, ending: Ending) {
  const { report = null } = ending
  const told = allowed(answer, ending)
  if (report === null) return told
  const kept = yield* Effect.either(report(escapeJson(view.json(told))))
  return kept._tag === "Right" ? told : allowed({
    ...answer,
    diagnostics: [...answer.diagnostics, Diagnostic.of(kept.left)],
    exitCode: strongerCode(answer.exitCode, exitCodeOf([exitReason(kept.left)]))
  }, ending)
})

/** Writes an answer in the format that was asked for. Returns its exit code. */
export const tell = Effect.fn("cli.tell")(function*<A>(view: View<A>, answer: Answer<A>, invocation: Invocation) {
  const { output } = invocation
  const { data, diagnostics, exitCode, next } = answer
  if (output.format === "json") {
    yield* Console.log(escapeJson(view.json(answer)))
    return exitCode
  }
  if (output.format === "ndjson") {
    const lines = data === null ? [] : view.lines(data)
    const result = `{"type":"result",${view.json(answer).slice(1)}`
    yield* Console.log([...lines, result].map(escapeJson).join("\n"))
    return exitCode
  }
  const report = data === null ? undefined : view.reports[output.format]
  if (data !== null && report !== undefined) {
    yield* Console.log(report({ data, diagnostics, exitCode, next }))
    return exitCode
  }
  const nowMs = yield* Clock.currentTimeMillis
  if (data !== null) {
    const style = makeStyle({ color: output.stdoutColor, ascii: output.ascii, nowMs })
    const text = view.text({ data, diagnostics, exitCode, next }, style)
    if (text !== "") yield* Console.log(text)
  }
  const style = makeStyle({ color: output.stderrColor, ascii: output.ascii, nowMs })
  for (const diagnostic of shown(view, answer, invocation)) yield* Console.error(diagnosticText(diagnostic, style))
  return exitCode
})

/**
 * The one place that turns an outcome, an error, a defect or an interruption into stdout, stderr and an exit code. With
 * `--json` that is one JSON value on stdout and nothing on stderr, in every one of these cases (U-01, U-02).
 */
export const present = <A>(view: View<A>, invocation: Invocation, ending: Ending = {}) =>
<E extends Explained, R>(program: Effect.Effect<Outcome<A>, E, R>): Effect.Effect<number, never, R> =>
  program.pipe(
    // An interruption is no failure to catch: it is told on the way out, after everything was released.
    Effect.onInterrupt(() =>
      Effect.flatMap(
        Effect.all([invocation.interruptCode, Ref.get(invocation.leftBehind)]),
        ([code, leftBehind]) =>
          Effect.flatMap(concluded<A>(view, failure(interrupted(leftBehind), code), ending), (answer) =>
            tell(view, answer, invocation))
      )
    ),
    presentEnd(view, invocation, ending)
  )

/** The same for what runs until it is interrupted: that is how it ends, so nothing is said about it. */
export const presentServing = <A>(view: View<A>, invocation: Invocation) =>
<E extends Explained, R>(program: Effect.Effect<Outcome<A>, E, R>): Effect.Effect<number, never, R> =>
  program.pipe(Effect.onInterrupt(() => invocation.interruptCode), presentEnd(view, invocation))

const presentEnd = <A>(view: View<A>, invocation: Invocation, ending: Ending = {}) =>
<E extends Explained, R>(program: Effect.Effect<Outcome<A>, E, R>): Effect.Effect<number, never, R> =>
  program.pipe(
    Effect.map((outcome): Answer<A> => outcome),
    Effect.catchAllCause((cause) => answerOf<A>(cause, invocation)),
    Effect.flatMap((answer) => concluded(view, answer, ending)),
    Effect.flatMap((answer) => tell(view, answer, invocation))
  )

const answerOf = <A>(cause: Cause.Cause<Explained>, invocation: Invocation): Effect.Effect<Answer<A>> => {
  const failed = Cause.failureOrCause(cause)
  return failed._tag === "Left"
    ? explained<A>(failed.left).pipe(
      Effect.catchAllCause((defect) => Effect.succeed(failure<A>(bug(defect, invocation), exitCodeOf(["failed"]))))
    )
    : Effect.succeed(failure(bug(failed.right, invocation), exitCodeOf(["failed"])))
}

/** In an effect, so that an error whose words can't be had is told as the bug it is. */
const explained = <A>(error: Explained): Effect.Effect<Answer<A>> =>
  Effect.sync(() => failure(Diagnostic.of(error), exitCodeOf([exitReason(error)])))
