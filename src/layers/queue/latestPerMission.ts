import * as Order from "effect/Order"
import { codePointOrder } from "../../domain/dossier/codePointOrder.js"
import type { LastReceipt } from "../../services/QueueAudit.js"

/** One entry per mission, by slug: a mission that changed its branch or type has receipts in several namespaces. */
export const latestPerMission = (found: ReadonlyArray<LastReceipt>): ReadonlyArray<LastReceipt> => {
  const missions = new Map<string, LastReceipt>()
  for (const one of found) {
    const before = missions.get(one.missionSlug)
    missions.set(one.missionSlug, before === undefined ? one : {
      missionSlug: one.missionSlug,
      receipts: before.receipts + one.receipts,
      acknowledgedAt: one.acknowledgedAt > before.acknowledgedAt ? one.acknowledgedAt : before.acknowledgedAt
    })
  }
  return [...missions.values()].sort(Order.mapInput(codePointOrder, ({ missionSlug }: LastReceipt) => missionSlug))
}
