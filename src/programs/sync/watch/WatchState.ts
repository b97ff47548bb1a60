import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Ref from "effect/Ref"
import type { Snapshot } from "../../../domain/dossier/MissionDossier.js"
import type { ProjectIdentity } from "../../../domain/identity/ProjectIdentity.js"
import type { MissionSelection } from "../../../domain/mission/MissionSelection.js"
import { delayAfter } from "../../../domain/sync/RetryPolicy.js"
import type { SyncedMission } from "../../../domain/sync/SyncReport.js"
import { noFaults, type StandingFaults } from "../../../domain/sync/watch/standingFaults.js"
import { type Settling, settlingFrom } from "../../../domain/sync/watch/settling.js"
import type { WatchNews } from "../../../domain/sync/watch/WatchRound.js"
import { ProjectIdentityStore } from "../../../services/ProjectIdentityStore.js"
import type { CapturedMission } from "../captureMissions.js"
import type { ServerInUse } from "../serverInUse.js"

/** What `sync --watch` is asked to do. */
export interface WatchOptions {
  readonly selection: MissionSelection
  /** Queue only. */
  readonly offline: boolean
  /** Everything is scanned this often, whatever the watcher says. */
  readonly rescanEvery: Duration.Duration
}

/** A mission of which something waits to be told or delivered. */
export interface OpenMission {
  readonly mission: CapturedMission
  /** What the last round told of it; null where it was captured since. */
  readonly told: SyncedMission | null
}

/** What the rounds of one watch remember; it grows with the project and not with time. */
export interface WatchMemory {
  /** The first full scan is over. */
  readonly hasBegun: boolean
  /** Null before the first round. */
  readonly server: ServerInUse | null
  /** Every selected mission, and its last captured scan; null where none was. */
  readonly known: ReadonlyMap<string, Snapshot | null>
  /** Missions whose last scan met a file that changed while it was read. */
  readonly unstable: ReadonlySet<string>
  readonly open: ReadonlyMap<string, OpenMission>
  readonly faults: StandingFaults
  /** When to deliver, on the clock of `monotonicMs`; null where only a change or the next full scan is a reason to. */
  readonly deliverAtMs: number | null
  /** Passes in a row that brought nothing forward, and rounds that failed. */
  readonly fruitless: number
}

/** One run of `sync --watch`. */
export interface Watch {
  readonly options: WatchOptions
  readonly identity: ProjectIdentity
  /** Written by the listener and by the rounds. */
  readonly settling: Ref.Ref<Settling>
  /** What the next round that ends has to tell. */
  readonly untold: Ref.Ref<ReadonlyArray<WatchNews>>
  /** One signal that the two above changed. */
  readonly wake: Queue.Queue<null>
  /** The rounds' own. */
  readonly memory: Ref.Ref<WatchMemory>
}

/** Milliseconds of a clock that nobody sets: a watch outlives changes of the time of day. */
export const monotonicMs: Effect.Effect<number> = Effect.map(Clock.currentTimeNanos, (nanos) => Number(nanos / 1_000_000n))

/** How long to wait after so many failures in a row, in whole milliseconds: never longer than until the next full scan. */
export const backoffMs = (watch: Watch, failures: number): Effect.Effect<number> =>
  Effect.map(delayAfter(failures), (delay) =>
    Math.ceil(Duration.toMillis(Duration.min(delay, watch.options.rescanEvery))))

export const makeWatch = Effect.fn("makeWatch")(function*(options: WatchOptions) {
  const memory: WatchMemory = {
    hasBegun: false,
    server: null,
    known: new Map(),
    unstable: new Set(),
    open: new Map(),
    faults: noFaults,
    deliverAtMs: null,
    fruitless: 0
  }
  const watch: Watch = {
    options,
    identity: yield* (yield* ProjectIdentityStore).ensure,
    settling: yield* Ref.make(settlingFrom(yield* monotonicMs)),
    untold: yield* Ref.make<ReadonlyArray<WatchNews>>([]),
    wake: yield* Queue.sliding<null>(1),
    memory: yield* Ref.make(memory)
  }
  return watch
})

export const remember = (watch: Watch, changes: Partial<WatchMemory>): Effect.Effect<void> =>
  Ref.update(watch.memory, (memory) => ({ ...memory, ...changes }))
