import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import { ProgressLine } from "../../domain/ProgressLine.js"
import { Progress, type ProgressStep } from "../../services/Progress.js"
import * as Silent from "../memory/Progress.js"

/** Where the moving line goes. */
export interface ProgressStream {
  readonly write: (text: string) => unknown
  /** Cells in a line of the terminal; undefined where that is not known. */
  readonly columns?: number | undefined
}

export interface ProgressOptions {
  /** False: nothing is written at all (pipes, CI, `--quiet`, `--json`, TERM=dumb). */
  readonly enabled: boolean
  /** Only ASCII may be written. */
  readonly ascii: boolean
  /** Write lines of `--format ndjson` to stdout instead, whoever looks; this makes their JSON safe to look at. */
  readonly ndjson?: ((json: string) => string) | null
  readonly stream?: ProgressStream
}

/** Fastest rate at which the line changes: a terminal over ssh should not be what takes the time. */
const everyMs = 100
const clearLine = "\r\u001b[2K"

const seconds = (milliseconds: number): string => `${Math.max(1, Math.round(milliseconds / 1000))} s`

const amount = (bytes: number): string =>
  bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`

/** What is left at the pace so far, in milliseconds; null before the first piece is done, and after the last. */
const leftMs = (done: number, total: number, elapsedMs: number): number | null =>
  done <= 0 || elapsedMs <= 0 || done >= total ? null : Math.round((elapsedMs / done) * (total - done))

const timeLeft = (done: number, total: number, elapsedMs: number): string => {
  const left = leftMs(done, total, elapsedMs)
  return left === null ? "" : `  about ${seconds(left)} left`
}

/** `sending bodies  12 of 40  1.2 MB  about 3 s left` */
const describe = (step: ProgressStep, elapsedMs: number): string => {
  switch (step._tag) {
    case "Scanning":
      return `scanning  ${step.done} of ${step.total}${timeLeft(step.done, step.total, elapsedMs)}  ${step.mission}`
    case "Sending":
      return `sending ${step.kind}  ${step.done} of ${step.total}  ${amount(step.bytes)}` +
        timeLeft(step.done, step.total, elapsedMs)
    case "Judging":
      return `validating  ${step.done} of ${step.total}${timeLeft(step.done, step.total, elapsedMs)}`
    case "Rewriting":
      return `rewriting  ${step.done} of ${step.total}${timeLeft(step.done, step.total, elapsedMs)}  ${step.path}`
    case "Waiting":
      return `waiting ${seconds(step.milliseconds)}  ${step.undelivered} not delivered yet`
  }
}

const encodeLine = Schema.encodeSync(Schema.parseJson(ProgressLine))

/** The same for programs. */
const lineOf = (step: ProgressStep, elapsedMs: number): ProgressLine => {
  const type = "progress"
  switch (step._tag) {
    case "Scanning": {
      const { done, mission, total } = step
      return { type, phase: "scanning", done, total, eta_ms: leftMs(done, total, elapsedMs), mission_slug: mission }
    }
    case "Sending": {
      const { bytes, done, kind, total } = step
      return { type, phase: `sending_${kind}`, done, total, eta_ms: leftMs(done, total, elapsedMs), bytes }
    }
    case "Judging": {
      const { done, total } = step
      return { type, phase: "judging", done, total, eta_ms: leftMs(done, total, elapsedMs) }
    }
    case "Rewriting": {
      const { done, path, total } = step
      return { type, phase: "rewriting", done, total, eta_ms: leftMs(done, total, elapsedMs), path }
    }
    case "Waiting":
      return { type, phase: "waiting", wait_ms: Math.max(0, Math.round(step.milliseconds)), undelivered: step.undelivered }
  }
}

const phaseOf = (step: ProgressStep): string => step._tag === "Sending" ? step.kind : step._tag

/**
 * A mission's name is not ours: nothing that moves the cursor gets through. A line that wrapped could not be cleared, so
 * what is not ASCII counts two cells, and one cell is left for the cursor.
 */
const fit = (text: string, { ascii }: ProgressOptions, columns: number): string => {
  const shown = text.replace(ascii ? /[^ -~]/gu : /[\p{C}\p{Zl}\p{Zp}]/gu, "?")
  let left = Math.max(10, columns - 1)
  return [...shown].filter((character) => (left -= character <= "~" ? 1 : 2) >= 0).join("")
}

interface Shown {
  readonly phase: string
  readonly phaseStartedAt: number
  readonly writtenAt: number
}

/** Shows a step where that is due: whatever begins a phase, and else the newest of a tenth of a second. */
const throttled = (show: (step: ProgressStep, elapsedMs: number) => void) =>
  Effect.gen(function*() {
    const state = yield* Ref.make<Shown>({ phase: "", phaseStartedAt: 0, writtenAt: -Infinity })
    const step = (current: ProgressStep) =>
      Effect.gen(function*() {
        const now = yield* Clock.currentTimeMillis
        const last = yield* Ref.get(state)
        const phase = phaseOf(current)
        const isNew = phase !== last.phase
        if (!isNew && now - last.writtenAt < everyMs) return
        const phaseStartedAt = isNew ? now : last.phaseStartedAt
        yield* Ref.set(state, { phase, phaseStartedAt, writtenAt: now })
        yield* Effect.sync(() => show(current, now - phaseStartedAt))
      })
    return Progress.of({ step })
  })

const movingLine = (options: ProgressOptions, stream: ProgressStream) =>
  Effect.zipRight(
    Effect.addFinalizer(() => Effect.sync(() => stream.write(clearLine))),
    throttled((step, elapsedMs) =>
      stream.write(`${clearLine}${fit(describe(step, elapsedMs), options, stream.columns ?? 80)}`))
  )

const jsonLines = (escape: (json: string) => string, stream: ProgressStream) =>
  throttled((step, elapsedMs) => stream.write(`${escape(encodeLine(lineOf(step, elapsedMs)))}\n`))

/**
 * One line on stderr that moves, with count, bytes and time left (U-11); it is gone when the work is done. With `ndjson`
 * the same on stdout, a `ProgressLine` each time (U-04).
 */
export const layer = (options: ProgressOptions): Layer.Layer<Progress> => {
  const { ndjson = null } = options
  if (ndjson !== null) return Layer.effect(Progress, jsonLines(ndjson, options.stream ?? process.stdout))
  return options.enabled ? Layer.scoped(Progress, movingLine(options, options.stream ?? process.stderr)) : Silent.layer
}
