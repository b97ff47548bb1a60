/**
 * spec-kitty for programs without Effect: `open` a project, `sync` it, read its `status`, dispose of it. Every answer is
 * plain data and every failure a `SpecKittyError`. Nothing here reads the environment: what is neither in the config nor
 * in the files of `home` and of the project is not there.
 *
 * @module
 */
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import type { Diagnostic, Outcome } from "./domain/Diagnostic.js"
import type { Explained } from "./domain/Explained.js"
import { parseServerUrl } from "./domain/sync/parseServerUrl.js"
import type { SyncReport, SyncStatus } from "./domain/sync/SyncReport.js"
import { projectLayer } from "./layers/Main.js"
import * as SilentProgress from "./layers/memory/Progress.js"
import { Environment } from "./layers/node/Settings.js"
import { syncStatus } from "./programs/sync/status.js"
import { sync as syncProgram } from "./programs/sync/sync.js"
import { ServerConsent } from "./services/ServerConsent.js"

export type { Diagnostic, Outcome, SyncReport, SyncStatus }

/** What a client works on, and with what. */
export interface OpenConfig {
  /** A folder in the project: the nearest one from it upwards with `.kittify` or `kitty-specs` is its root. */
  readonly project: string
  /**
   * Folder of all per-user state: the queue, consent, stored credentials, `config.toml`. Made where it is missing. The
   * command line's own is `~/.spec-kitty`: to share it is to share its queue.
   */
  readonly home: string
  /**
   * Where this client sends, for as long as it is open: https, or http on this machine. To name it here is the consent.
   * Left out, the server that the user chose with `spec-kitty sync server URL` under the same `home` is used, if any.
   */
  readonly server?: string
  /** Bearer token for the server. Left out, the credentials stored under `home` are used. Never printed. */
  readonly token?: string
  /** Bodies in flight at once, 1 to 64. Default 8. */
  readonly concurrency?: number
  /** Largest body that is uploaded, in bytes of UTF-8. Default 524,288. */
  readonly maxBodyBytes?: number
  /** How long to wait for another process that holds a lock, in milliseconds. Default 10,000. */
  readonly lockPatienceMs?: number
  /** Variables for the `git` that is asked about the checkout (`PATH`, `HOME`). None by default: git is looked for where the system has it. */
  readonly gitEnvironment?: Readonly<Record<string, string>>
}

/** What one sync is about, and how long it may take. */
export interface SyncCall {
  /** Directory name, unambiguous beginning or number of one mission. Left out: all of them. */
  readonly mission?: string
  /** Keep delivering what becomes due for this many milliseconds. Left out: one pass. */
  readonly waitMs?: number
  /** Queue only; send nothing. */
  readonly offline?: boolean
  /** Aborting lets go of what is in flight; everything queued is kept, and the call rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** A project that was opened. One per project and process is enough; calls may overlap. */
export interface Client extends AsyncDisposable {
  /** Scans, queues on disk what is to be sent, and delivers what is due. Being offline is no failure: see `data.delivery`. */
  readonly sync: (call?: SyncCall) => Promise<Outcome<SyncReport>>
  /** What waits, since when and why. Asks no server. */
  readonly status: () => Promise<Outcome<SyncStatus>>
  /** Ends calls in flight and lets go of the queue's file; a call after it rejects. The same as `await using`. */
  readonly dispose: () => Promise<void>
}

/** Why a call failed: what, why and what next, with the code of docs/errors.md. */
export class SpecKittyError extends Error {
  override readonly name = "SpecKittyError"
  readonly code: string
  readonly why: string | null
  /** What to do about it. */
  readonly next: string | null
  /** File, mission or address that it is about. */
  readonly target: string | null
  constructor(explained: Explained) {
    super(explained.message, { cause: explained })
    this.code = explained.code
    this.why = explained.why
    this.next = explained.next
    this.target = explained.target
  }
}

/** A typed failure as `SpecKittyError`; a bug or an interruption as what it is. */
const settled = <A>(exit: Exit.Exit<A, Explained>): A => {
  if (Exit.isSuccess(exit)) return exit.value
  throw Option.match(Cause.failureOption(exit.cause), {
    onNone: () => Cause.squash(exit.cause),
    onSome: (error) => new SpecKittyError(error)
  })
}

/** Blank, it would stand for no folder, and that of the machine's user would be taken. */
const noHome: Explained = {
  code: "CONFIG-01",
  message: "home can't be used.",
  why: "it is blank",
  next: "pass the folder in which per-user state is kept",
  target: "home"
}

/** All that a client knows of the world outside its config, by the names under which settings look for it. */
const environmentOf = ({ gitEnvironment = {}, home, token }: OpenConfig) => ({
  ...gitEnvironment,
  SPEC_KITTY_HOME: home,
  ...(token === undefined ? {} : { SPEC_KITTY_TOKEN: token })
})

/** The config's server stands for what a user would have chosen. */
const consentTo = (server: string) =>
  Layer.effect(ServerConsent, Effect.map(parseServerUrl(server), (url) =>
    ServerConsent.of({
      get: () => Effect.succeedSome(url),
      set: () => Effect.void,
      clear: () => Effect.void
    })))

const layerOf = (config: OpenConfig) => {
  const project = projectLayer({
    flags: {
      project: config.project,
      config: null,
      timeout: config.lockPatienceMs === undefined ? null : Duration.millis(config.lockPatienceMs),
      concurrency: config.concurrency ?? null,
      maxBodyBytes: config.maxBodyBytes ?? null
    },
    queue: "durable-ensure"
  })
  // Nothing is written to the streams of a program that we are a guest in.
  const silent = Layer.merge(SilentProgress.layer, Logger.minimumLogLevel(LogLevel.None))
  return Layer.merge(project, silent).pipe(
    (layer) => config.server === undefined ? layer : Layer.merge(layer, consentTo(config.server)),
    Layer.provide(Layer.succeed(Environment, environmentOf(config)))
  )
}

type Needed = Layer.Layer.Success<ReturnType<typeof layerOf>>

/**
 * Opens the project's queue, and makes the project's identity where it has none. Rejects with `SpecKittyError` where the
 * folder is in no project (PROJECT-01), an option or a file of settings can't be used (CONFIG-01), or the server is no
 * address that is sent to (SERVER-01).
 *
 * @example
 * ```ts
 * import { open, SpecKittyError } from "spec-kitty-effect/promise"
 *
 * const client = await open({
 *   project: "/srv/checkout",
 *   home: "/var/lib/deliveries",
 *   server: "https://kitty.example.org",
 *   token: "…"
 * })
 * try {
 *   const { data, diagnostics } = await client.sync({ mission: "047", waitMs: 30_000 })
 *   for (const { code, message } of diagnostics) console.warn(`${code}: ${message}`)
 *   if (data.delivery !== "delivered") console.warn("not all of it is there yet; the next sync goes on")
 * } catch (error) {
 *   if (!(error instanceof SpecKittyError)) throw error
 *   console.error(`${error.code}: ${error.message} Next: ${error.next ?? "nothing"}`)
 * } finally {
 *   await client.dispose()
 * }
 * ```
 */
export const open = async (config: OpenConfig): Promise<Client> => {
  if (config.home.trim() === "") throw new SpecKittyError(noHome)
  const runtime = ManagedRuntime.make(layerOf(config))
  const opened = await runtime.runPromiseExit(Effect.void)
  if (Exit.isFailure(opened)) await runtime.dispose()
  settled(opened)
  const disposed = new AbortController()
  const running = new Set<Promise<unknown>>()
  const run = async <A>(effect: Effect.Effect<A, Explained, Needed>, own?: AbortSignal): Promise<A> => {
    const signal = own === undefined ? disposed.signal : AbortSignal.any([disposed.signal, own])
    signal.throwIfAborted()
    const call = runtime.runPromiseExit(effect, { signal })
    running.add(call)
    const exit = await call.finally(() => running.delete(call))
    if (Exit.isInterrupted(exit)) signal.throwIfAborted()
    return settled(exit)
  }
  // The queue's file is closed only after every call has let go of it.
  const dispose = async () => {
    disposed.abort(new Error("This client was disposed of. Open another one."))
    await Promise.allSettled(running)
    await runtime.dispose()
  }
  return {
    sync: ({ mission, offline = false, signal, waitMs } = {}) =>
      run(
        syncProgram({
          selection: mission === undefined ? { _tag: "All" } : { _tag: "One", selector: mission },
          wait: waitMs === undefined ? null : Duration.millis(waitMs),
          requireDelivered: false,
          offline
        }),
        signal
      ),
    status: () => run(syncStatus),
    dispose,
    [Symbol.asyncDispose]: dispose
  }
}
