import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { MissionDossier } from "../../../domain/dossier/MissionDossier.js"
import { sameSnapshot } from "../../../domain/dossier/sameSnapshot.js"
import type { ExitReason } from "../../../domain/exitCode.js"
import type { MissionDirectory } from "../../../domain/mission/MissionFacts.js"
import { noteFaults } from "../../../domain/sync/watch/standingFaults.js"
import { type DueScan, unfinished } from "../../../domain/sync/watch/settling.js"
import type { WatchNews } from "../../../domain/sync/watch/WatchRound.js"
import { selectMissions } from "../../dossier/selectMissions.js"
import { type Captured, captureMissions } from "../captureMissions.js"
import type { ServerInUse } from "../serverInUse.js"
import { monotonicMs, remember, type Watch } from "./WatchState.js"

/** What a scan of some missions brought: each that was captured is in the memory's `open`, news are in `untold`. */
export interface DueScanned {
  readonly captured: number
  readonly reasons: ReadonlySet<ExitReason>
}

const tell = (watch: Watch, news: ReadonlyArray<WatchNews>) => Ref.update(watch.untold, (before) => [...before, ...news])

const isUnstable = ({ artifacts }: MissionDossier): boolean =>
  artifacts.some(({ upload }) => upload.reason_code === "unstable")

/**
 * Whether a scan is to be captured: where it differs from the last one that was. Of a mission with a file that changed
 * while it was read the next scan may get all; if that one fares the same, what it has of the others goes out.
 */
const admit = (watch: Watch) => Effect.fnUntraced(function*(dossier: MissionDossier) {
  const { mission_slug: slug, snapshot } = dossier
  const { known, unstable } = yield* Ref.get(watch.memory)
  const before = known.get(slug) ?? null
  const isNew = before === null || !sameSnapshot(before, snapshot)
  if (!isUnstable(dossier)) {
    yield* remember(watch, { unstable: new Set([...unstable].filter((it) => it !== slug)) })
    return isNew
  }
  const nowMs = yield* monotonicMs
  yield* Ref.update(watch.settling, (settling) => unfinished(settling, slug, nowMs))
  yield* remember(watch, { unstable: new Set([...unstable, slug]) })
  return isNew && unstable.has(slug)
})

/** Captured missions are open until what became of them is told. What the queue had no room for is tried again. */
const keep = (watch: Watch, { missions }: Captured) =>
  Ref.update(watch.memory, (memory) => {
    const [known, open] = [new Map(memory.known), new Map(memory.open)]
    for (const mission of missions) {
      const slug = mission.dossier.mission_slug
      known.set(slug, mission.queueFull ? null : mission.dossier.snapshot)
      open.set(slug, { mission, told: null })
    }
    return { ...memory, known, open }
  })

const scanOne = Effect.fn("watch.scanOne")(function*(watch: Watch, directory: MissionDirectory, server: ServerInUse) {
  const what = server._tag === "None" ? "nothing" : "events_and_bodies"
  const captured = yield* captureMissions([directory], watch.identity, what, admit(watch))
  yield* keep(watch, captured)
  // Of what was scanned and is as it was, the faults are as they were, too.
  if (captured.missions.length + captured.diagnostics.length === 0) return captured
  const { faults } = yield* Ref.get(watch.memory)
  const { fresh, standing } = noteFaults(faults, `mission ${directory.slug}`, captured.diagnostics)
  yield* remember(watch, { faults: standing })
  yield* tell(watch, fresh.map((diagnostic) => ({ _tag: "Fault", diagnostic, kept: null })))
  return captured
})

/** Missions that came to be or went since the last round. Of one that is gone nothing is remembered. */
const compare = Effect.fnUntraced(function*(watch: Watch, selected: ReadonlyArray<MissionDirectory>) {
  const { hasBegun, known, open } = yield* Ref.get(watch.memory)
  const slugs = new Set(selected.map(({ slug }): string => slug))
  const appeared = [...slugs].filter((slug) => !known.has(slug))
  const gone = [...known.keys()].filter((slug) => !slugs.has(slug))
  yield* remember(watch, {
    known: new Map([...slugs].map((slug) => [slug, known.get(slug) ?? null])),
    open: new Map([...open].filter(([slug]) => slugs.has(slug)))
  })
  if (!hasBegun) return
  yield* tell(watch, [
    ...appeared.map((mission): WatchNews => ({ _tag: "Appeared", mission })),
    ...gone.map((mission): WatchNews => ({ _tag: "Gone", mission }))
  ])
})

const isDue = (due: DueScan) => ({ slug }: MissionDirectory): boolean => {
  switch (due._tag) {
    case "Everything":
      return !due.except.has(slug)
    case "Missions":
      return due.slugs.has(slug)
    case "Nothing":
      return false
  }
}

/** The missions there are; one that was named and went is no end of the watch. */
const present = Effect.fnUntraced(function*(watch: Watch) {
  const { hasBegun } = yield* Ref.get(watch.memory)
  const none: ReadonlyArray<MissionDirectory> = []
  return yield* selectMissions(watch.options.selection).pipe(
    Effect.catchTag("MissionNotFound", (error) => hasBegun ? Effect.succeed(none) : Effect.fail(error))
  )
})

/** Scans what is due and captures what differs from its last captured scan. */
export const scanDue = Effect.fn("watch.scanDue")(function*(watch: Watch, due: DueScan, server: ServerInUse) {
  const scanned: DueScanned = { captured: 0, reasons: new Set() }
  if (due._tag === "Nothing") return scanned
  const selected = yield* present(watch)
  yield* compare(watch, selected)
  const all = yield* Effect.forEach(selected.filter(isDue(due)), (directory) => scanOne(watch, directory, server))
  return {
    captured: all.reduce((sum, { missions }) => sum + missions.length, 0),
    reasons: new Set(all.flatMap(({ reasons }) => [...reasons]))
  } satisfies DueScanned
})
