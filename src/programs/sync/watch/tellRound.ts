import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { Diagnostic } from "../../../domain/Diagnostic.js"
import { exitCodeOf } from "../../../domain/exitCode.js"
import type { Explained } from "../../../domain/Explained.js"
import type { PassLog } from "../../../domain/sync/PassLog.js"
import { SyncReport } from "../../../domain/sync/SyncReport.js"
import { deliveryNews, isOpen } from "../../../domain/sync/watch/deliveryNews.js"
import { noteFaults, noteOnce } from "../../../domain/sync/watch/standingFaults.js"
import type { WatchNews, WatchRound } from "../../../domain/sync/watch/WatchRound.js"
import { QueueView } from "../../../services/QueueView.js"
import type { ServerInUse } from "../serverInUse.js"
import { exitReason } from "../../cli/exitReason.js"
import { syncOutcome } from "../syncOutcome.js"
import type { DueScanned } from "./scanDue.js"
import { type OpenMission, remember, type Watch } from "./WatchState.js"

/** What one round did. */
export interface RoundDone {
  readonly scanned: DueScanned
  readonly server: ServerInUse
  readonly log: PassLog
}

/** What is wrong with the server as a whole, which stands until a pass meets it no more. */
const serverCodes: ReadonlySet<string> = new Set(["AUTH-01", "AUTH-02", "AUTH-04", "SERVER-04", "SERVER-05", "SERVER-06", "SERVER-08"])
/** A refusal is no state but something that happened: each is told. */
const eventCodes: ReadonlySet<string> = new Set(["SYNC-01"])

/** A round is about what changed: that it has no mission says nothing about the project. */
const runCodes: ReadonlySet<string> = new Set(["SYNC-03"])

const isNotice = (code: string): boolean => !serverCodes.has(code) && !eventCodes.has(code) && !runCodes.has(code)

/** Whether the server was spoken with: a pass with nothing to send says nothing about it. */
const wasContacted = ({ accepted, deferred, fault, rejected }: PassLog): boolean =>
  accepted + rejected.length > 0 || deferred !== null || fault !== null

const asFault = (diagnostic: Diagnostic): WatchNews => ({ _tag: "Fault", diagnostic, kept: null })

const waitingNow = Effect.map(Effect.flatMap(QueueView, ({ counts }) => counts), ({ bodies, events }) => ({
  events: events.pending + events.leased,
  bodies: bodies.pending + bodies.leased
}))

/** Takes note of all that is wrong with one thing; its news are the faults that are new, and that it is well again. */
const note = Effect.fnUntraced(function*(
  watch: Watch,
  about: "server" | "queue" | "missions",
  diagnostics: ReadonlyArray<Diagnostic>
) {
  const noted = noteFaults((yield* Ref.get(watch.memory)).faults, about, diagnostics)
  yield* remember(watch, { faults: noted.standing })
  const kept = about === "server" && noted.fresh.length > 0 ? yield* waitingNow : null
  const news: ReadonlyArray<WatchNews> = [
    ...noted.fresh.map((diagnostic) => ({ _tag: "Fault" as const, diagnostic, kept })),
    ...(noted.recovered ? [{ _tag: "Recovered" as const, what: about }] : [])
  ]
  return news
})

/** What was noticed on the way, such as a file that others can read. */
const notice = Effect.fnUntraced(function*(watch: Watch, diagnostics: ReadonlyArray<Diagnostic>) {
  const noted = noteOnce((yield* Ref.get(watch.memory)).faults, "notices", diagnostics)
  yield* remember(watch, { faults: noted.standing })
  return noted.fresh.map(asFault)
})

/** News of every open mission; those of which nothing waits any more are closed. */
const tellMissions = Effect.fnUntraced(function*(watch: Watch, { missions }: SyncReport) {
  const { open } = yield* Ref.get(watch.memory)
  const stillOpen = new Map<string, OpenMission>()
  const news = missions.flatMap((synced) => {
    const slug = synced.namespace.mission_slug
    const mission = open.get(slug)
    if (mission === undefined) return []
    if (isOpen(synced)) stillOpen.set(slug, { ...mission, told: synced })
    return deliveryNews(mission.told, synced)
  })
  yield* remember(watch, { open: stillOpen })
  return news
})

const faultsOf = (news: ReadonlyArray<WatchNews>): ReadonlyArray<Diagnostic> =>
  news.flatMap((it) => it._tag === "Fault" ? [it.diagnostic] : [])

const reportOf = Effect.fnUntraced(function*(watch: Watch, { log, scanned, server }: RoundDone) {
  const { open } = yield* Ref.get(watch.memory)
  const { options: { offline, selection }, identity } = watch
  return yield* syncOutcome({
    options: { selection, offline, wait: null, requireDelivered: false },
    identity,
    server,
    captured: { missions: [...open.values()].map(({ mission }) => mission), diagnostics: [], reasons: scanned.reasons },
    log
  })
})

/** The first news of all: what is watched, and where it goes. */
const beginning = Effect.fnUntraced(function*(watch: Watch, server: ServerInUse) {
  const { hasBegun, known } = yield* Ref.get(watch.memory)
  yield* remember(watch, { hasBegun: true })
  const began: WatchNews = { _tag: "Began", missions: known.size, server: server._tag === "None" ? null : server.url }
  return hasBegun ? [] : [began]
})

/** The round, as far as it has news. */
export const tellRound = Effect.fn("watch.tellRound")(function*(watch: Watch, done: RoundDone) {
  const { diagnostics, ...outcome } = yield* reportOf(watch, done)
  const ofServer = diagnostics.filter(({ code }) => serverCodes.has(code))
  const events = diagnostics.filter(({ code }) => eventCodes.has(code))
  const news: ReadonlyArray<WatchNews> = [
    ...(yield* beginning(watch, done.server)),
    ...(yield* Ref.getAndSet(watch.untold, [])),
    ...(yield* tellMissions(watch, outcome.data)),
    ...(yield* note(watch, "queue", [])),
    ...(yield* note(watch, "missions", [])),
    ...(yield* notice(watch, diagnostics.filter(({ code }) => isNotice(code)))),
    ...(wasContacted(done.log) ? yield* note(watch, "server", ofServer) : []),
    ...events.map(asFault)
  ]
  const round: WatchRound = {
    atMs: yield* Clock.currentTimeMillis,
    news,
    outcome: { ...outcome, diagnostics: faultsOf(news), next: [] }
  }
  return news.length === 0 ? Option.none() : Option.some(round)
})

/** A round that came to nothing because of `error`, which is told where it is new. */
export const tellFailure = Effect.fn("watch.tellFailure")(function*(watch: Watch, about: "queue" | "missions", error: Explained) {
  const news = [
    ...(yield* Ref.getAndSet(watch.untold, [])),
    ...(yield* note(watch, about, [Diagnostic.of(error, "warning")]))
  ]
  const { server } = yield* Ref.get(watch.memory)
  const round: WatchRound = {
    atMs: yield* Clock.currentTimeMillis,
    news,
    outcome: {
      data: new SyncReport({
        build_id: watch.identity.build_id,
        server: server === null || server._tag === "None" ? null : server.url,
        delivery: "nothing",
        missions: []
      }),
      diagnostics: faultsOf(news),
      exitCode: exitCodeOf([exitReason(error)]),
      next: []
    }
  }
  return news.length === 0 ? Option.none() : Option.some(round)
})
