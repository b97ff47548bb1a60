import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
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
  readonly stream?: ProgressStream
}

/** Fastest rate at which the line changes: a terminal over ssh should not be what takes the time. */
const everyMs = 100
const clearLine = "\r\u001b[2K"

const seconds = (milliseconds: number): string => `${Math.max(1, Math.round(milliseconds / 1000))} s`

const amount = (bytes: number): string =>
  bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`

/** What is left at the pace so far; nothing to say before the first piece is done. */
const timeLeft = (done: number, total: number, elapsedMs: number): string =>
  done <= 0 || elapsedMs <= 0 || done >= total
    ? ""
    : `  about ${seconds((elapsedMs / done) * (total - done))} left`

/** `sending bodies  12 of 40  1.2 MB  about 3 s left` */
const describe = (step: ProgressStep, elapsedMs: number): string => {
  switch (step._tag) {
    case "Scanning":
      return `scanning  ${step.done} of ${step.total}${timeLeft(step.done, step.total, elapsedMs)}  ${step.mission}`
    case "Sending":
      return `sending ${step.kind}  ${step.done} of ${step.total}  ${amount(step.bytes)}` +
        timeLeft(step.done, step.total, elapsedMs)
    case "Waiting":
      return `waiting ${seconds(step.milliseconds)}  ${step.undelivered} not delivered yet`
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

const make = (options: ProgressOptions, stream: ProgressStream) =>
  Effect.gen(function*() {
    const state = yield* Ref.make<Shown>({ phase: "", phaseStartedAt: 0, writtenAt: -Infinity })
    yield* Effect.addFinalizer(() => Effect.sync(() => stream.write(clearLine)))
    const step = (current: ProgressStep) =>
      Effect.gen(function*() {
        const now = yield* Clock.currentTimeMillis
        const last = yield* Ref.get(state)
        const phase = phaseOf(current)
        const isNew = phase !== last.phase
        if (!isNew && now - last.writtenAt < everyMs) return
        const phaseStartedAt = isNew ? now : last.phaseStartedAt
        yield* Ref.set(state, { phase, phaseStartedAt, writtenAt: now })
        const line = fit(describe(current, now - phaseStartedAt), options, stream.columns ?? 80)
        yield* Effect.sync(() => stream.write(`${clearLine}${line}`))
      })
    return Progress.of({ step })
  })

/** One line on stderr that moves, with count, bytes and time left (U-11); it is gone when the work is done. */
export const layer = (options: ProgressOptions): Layer.Layer<Progress> =>
  options.enabled ? Layer.scoped(Progress, make(options, options.stream ?? process.stderr)) : Silent.layer
