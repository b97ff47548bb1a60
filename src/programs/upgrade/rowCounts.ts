import type { LegacyQueuePlan, RowTally } from "../../domain/upgrade/UpgradePlan.js"
import type { MigratedRows } from "../../services/LegacyQueues.js"

const sum = (tallies: ReadonlyArray<RowTally>) => ({
  copied: tallies.reduce((total, { to_copy }) => total + to_copy, 0),
  quarantined: tallies.reduce((total, { to_quarantine }) => total + to_quarantine, 0)
})

/** What a migration does that does all that these plans say. */
export const plannedRows = (queues: ReadonlyArray<LegacyQueuePlan>): MigratedRows => ({
  events: sum(queues.map(({ events }) => events)),
  bodies: sum(queues.map(({ bodies }) => bodies))
})

/** Rows of all kinds. */
export const rowTotal = ({ bodies, events }: MigratedRows): number =>
  events.copied + events.quarantined + bodies.copied + bodies.quarantined

/** Whether two counts are the same in every kind. */
export const sameRows = (one: MigratedRows, other: MigratedRows): boolean =>
  one.events.copied === other.events.copied && one.events.quarantined === other.events.quarantined &&
  one.bodies.copied === other.bodies.copied && one.bodies.quarantined === other.bodies.quarantined

/** Rows that go to quarantine, by reason, the most frequent first. */
export const quarantineReasons = (queues: ReadonlyArray<LegacyQueuePlan>): ReadonlyArray<readonly [reason: string, rows: number]> => {
  const reasons = new Map<string, number>()
  for (const { quarantine_reasons } of queues) {
    for (const [reason, rows] of Object.entries(quarantine_reasons)) reasons.set(reason, (reasons.get(reason) ?? 0) + rows)
  }
  return [...reasons].sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1))
}
