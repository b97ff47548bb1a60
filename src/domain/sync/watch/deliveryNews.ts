import type { SyncedMission } from "../SyncReport.js"
import type { UploadOutcome } from "../UploadOutcome.js"
import type { WatchNews } from "./WatchRound.js"

const bodyKey = ({ artifact_path, content_hash }: UploadOutcome): string => JSON.stringify([artifact_path, content_hash])

/** Bodies by what became of them, those left out that the last round told the same of. */
const since = (before: SyncedMission | null, now: SyncedMission, outcome: UploadOutcome["outcome"]): number => {
  const told = new Map((before?.bodies ?? []).map((body) => [bodyKey(body), body.outcome]))
  return now.bodies.filter((body) => body.outcome === outcome && told.get(bodyKey(body)) !== outcome).length
}

/**
 * What is new about a mission since the last round that told of it.
 *
 * @param before null where all of it was submitted anew in this round: then all of it is news
 */
export const deliveryNews = (before: SyncedMission | null, now: SyncedMission): ReadonlyArray<WatchNews> => {
  const mission = now.namespace.mission_slug
  const delivered = {
    uploaded: since(before, now, "uploaded"),
    alreadyThere: since(before, now, "already_exists"),
    events: now.events.sent + now.events.duplicate
  }
  const queued = { bodies: since(before, now, "queued"), events: before === null ? now.events.queued : 0 }
  return [
    ...(delivered.uploaded + delivered.alreadyThere + delivered.events > 0
      ? [{ _tag: "Delivered" as const, mission, ...delivered }]
      : []),
    ...(queued.bodies + queued.events > 0 ? [{ _tag: "Queued" as const, mission, ...queued }] : [])
  ]
}

/** Whether something of it is still to be delivered. */
export const isOpen = ({ bodies, events }: SyncedMission): boolean =>
  events.queued > 0 || bodies.some(({ outcome }) => outcome === "queued")
