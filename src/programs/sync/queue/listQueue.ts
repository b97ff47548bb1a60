import * as Effect from "effect/Effect"
import type { Outcome } from "../../../domain/Diagnostic.js"
import type { MissionNotFound } from "../../../domain/mission/missionErrors.js"
import type { QueueKind } from "../../../domain/sync/QueueEntry.js"
import { QueueList } from "../../../domain/sync/QueueReports.js"
import { type ItemFilter, QueueItems } from "../../../services/QueueItems.js"
import type { QueuedItem } from "../../../services/QueueView.js"
import { selectMissions } from "../../dossier/selectMissions.js"
import { droppedRecord, listItem, projectUuid, queueNews } from "./queueRecords.js"

/** Which items are listed. */
export interface ListQueueOptions {
  readonly kind: QueueKind | null
  /** Each counts once; without `dropped` no record of what was dropped is listed. */
  readonly states: ReadonlyArray<QueuedItem["state"] | "dropped">
  /** A mission's directory, an unambiguous beginning of it, or its number; null for all. */
  readonly mission: string | null
  readonly limit: number
  /** Only items after this id; null from the start. */
  readonly afterId: number | null
}

interface NamedMission {
  readonly slug: string | null
  /** Set where the project has no such mission: the queue may hold items of one that is gone from disk. */
  readonly missing: MissionNotFound | null
}

/** The mission whose items are meant, be it on disk or gone from it; a selector that several missions fit is refused. */
export const namedMission = Effect.fn("namedMission")(function*(selector: string | null) {
  if (selector === null) return { slug: null, missing: null }
  return yield* selectMissions({ _tag: "One", selector }).pipe(
    Effect.map(([mission]): NamedMission => ({ slug: mission?.slug ?? selector, missing: null })),
    Effect.catchTag("MissionNotFound", (missing) =>
      missing.ambiguous ? missing : Effect.succeed<NamedMission>({ slug: selector, missing }))
  )
})

const dropped = Effect.fn("droppedPage")(function*(filter: ItemFilter, limit: number, wanted: boolean) {
  return wanted ? yield* (yield* QueueItems).dropped({ ...filter, limit }) : { items: [], total: 0, more: 0 }
})

/** What helps with the first item that is in quarantine, if there is one. */
const helps = (items: ReadonlyArray<QueuedItem>): ReadonlyArray<string> => {
  const stuck = items.find(({ state }) => state === "quarantined")
  return stuck === undefined ? [] : [
    `spec-kitty sync queue show ${stuck.id} --content`,
    `spec-kitty sync queue retry ${stuck.id}`,
    `spec-kitty sync queue drop ${stuck.id} --reason TEXT`
  ]
}

/** Items of the queue, and records of what was dropped from it. Changes nothing, asks no server. */
export const listQueue = Effect.fn("listQueue")(function*({ afterId, kind, limit, mission, states }: ListQueueOptions) {
  const { missing, slug } = yield* namedMission(mission)
  const filter: ItemFilter = { kind, missionSlug: slug }
  const live = states.filter((state) => state !== "dropped")
  const page = yield* (yield* QueueItems).list({ ...filter, states: live, limit, afterId })
  const records = yield* dropped(filter, limit, states.includes("dropped"))
  if (missing !== null && page.total + records.total === 0) return yield* missing
  const outcome: Outcome<QueueList> = {
    data: new QueueList({
      project_uuid: yield* projectUuid,
      items: page.items.map(listItem),
      total: page.total,
      more: page.more,
      dropped: records.items.map(droppedRecord),
      dropped_total: records.total
    }),
    diagnostics: yield* queueNews,
    exitCode: 0,
    next: helps(page.items)
  }
  return outcome
})
