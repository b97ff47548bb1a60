import * as Effect from "effect/Effect"
import { pinnedContract } from "../../../domain/contract/pinnedContract.js"
import type { Outcome } from "../../../domain/Diagnostic.js"
import { exitCodeOf } from "../../../domain/exitCode.js"
import { type DiagnosedItem, type DiagnosisCount, QueueDiagnosis } from "../../../domain/sync/QueueDiagnosis.js"
import { refuser, remedyFor, toldFaults } from "../../../domain/sync/remedyFor.js"
import { takeNotices } from "../../../services/Notices.js"
import { Progress } from "../../../services/Progress.js"
import { type JudgedRow, QueueContents } from "../../../services/QueueContents.js"
import { type ItemFilter, QueueItems } from "../../../services/QueueItems.js"
import type { QueuedItem } from "../../../services/QueueView.js"
import { unmigratedDiagnostics } from "../unmigrated.js"
import { namedMission } from "./listQueue.js"
import { projectUuid } from "./queueRecords.js"

/** What is looked at, and how much of it is told. */
export interface DiagnoseOptions {
  /** A mission's directory, an unambiguous beginning of it, or its number; null for all, and what belongs to none. */
  readonly mission: string | null
  /** Most items at fault that the outcome holds; all of them are counted. */
  readonly limit: number
}

const states = ["pending", "leased", "quarantined"] as const

const none: DiagnosisCount = { looked_at: 0, sound: 0, at_fault: 0 }
type Counts = Record<QueuedItem["kind"], Record<QueuedItem["state"], DiagnosisCount>>
const noCounts = (): Counts => ({
  event: { pending: none, leased: none, quarantined: none },
  body: { pending: none, leased: none, quarantined: none }
})

const plus = ({ at_fault, looked_at, sound }: DiagnosisCount, other: DiagnosisCount): DiagnosisCount =>
  ({ looked_at: looked_at + other.looked_at, sound: sound + other.sound, at_fault: at_fault + other.at_fault })

/** What needs attention: what the gate would refuse, and what is in quarantine, whoever put it there. */
const isAtFault = ({ faults, state }: JudgedRow): boolean => faults.length > 0 || state === "quarantined"

const diagnosed = (row: JudgedRow): DiagnosedItem => {
  const item = {
    id: row.id,
    kind: row.kind,
    mission_slug: row.missionSlug,
    subject: row.subject,
    event_id: row.eventId,
    content_hash: row.contentHash,
    state: row.state,
    refused_by: row.state === "quarantined" ? refuser(row.reasonCode, row.isForeign) : null,
    reason_code: row.reasonCode,
    reason: row.reason,
    faults: toldFaults(row.kind, row.faults)
  }
  return { ...item, ...remedyFor(item) }
}

/** Goes through the queue page by page; of what it reads only counts stay, and as many findings as are wanted. */
const judgeAll = Effect.fn("diagnose.judgeAll")(function*(
  missionSlug: string | null,
  limit: number,
  found: (item: DiagnosedItem) => Effect.Effect<void>
) {
  const [contents, progress] = [yield* QueueContents, yield* Progress]
  const filter: ItemFilter = { kind: null, missionSlug }
  const { total } = yield* (yield* QueueItems).list({ ...filter, states, limit: 0, afterId: null })
  const counts = noCounts()
  const items: Array<DiagnosedItem> = []
  let [afterId, done] = [0, 0]
  for (;;) {
    const rows = yield* contents.judged({ afterId, missionSlug })
    const last = rows.at(-1)
    if (last === undefined) return { counts, items }
    for (const row of rows) {
      const isFault = isAtFault(row)
      counts[row.kind][row.state] = plus(counts[row.kind][row.state], {
        looked_at: 1, sound: isFault ? 0 : 1, at_fault: isFault ? 1 : 0
      })
      if (!isFault) continue
      const item = diagnosed(row)
      yield* found(item)
      if (items.length < limit) items.push(item)
    }
    done += rows.length
    afterId = last.id
    // What a sync queues meanwhile is looked at too.
    yield* progress.step({ _tag: "Judging", done, total: Math.max(total, done) })
  }
})

/**
 * Judges everything that is queued as a claim would judge it now, and says of each item at fault what to do. Changes
 * nothing, asks no server. `found` hears of each item at fault when it is found, in the order of the ids.
 */
export const diagnoseQueue = Effect.fn("diagnoseQueue")(function*(
  { limit, mission }: DiagnoseOptions,
  found: (item: DiagnosedItem) => Effect.Effect<void> = () => Effect.void
) {
  const { missing, slug } = yield* namedMission(mission)
  const { counts: { body, event }, items } = yield* judgeAll(slug, limit, found)
  const sum = [...Object.values(event), ...Object.values(body)].reduce(plus, none)
  if (missing !== null && sum.looked_at === 0) return yield* missing
  const legacy = yield* unmigratedDiagnostics
  const outcome: Outcome<QueueDiagnosis> = {
    data: new QueueDiagnosis({
      project_uuid: yield* projectUuid,
      contract_version: pinnedContract.version,
      mission_slug: slug,
      ...sum,
      events: event,
      bodies: body,
      items,
      more: sum.at_fault - items.length
    }),
    diagnostics: [...legacy, ...(yield* takeNotices)],
    exitCode: exitCodeOf([
      ...(legacy.length > 0 ? ["legacyState" as const] : []),
      ...(sum.at_fault > 0 ? ["findings" as const] : [])
    ]),
    next: [...legacy.flatMap(({ fix }) => fix ?? []), ...items.slice(0, 1).flatMap(({ next }) => next)]
  }
  return outcome
})
