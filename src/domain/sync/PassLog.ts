import type { EventTally } from "./SyncReport.js"
import type { TargetFault } from "./transportErrors.js"

/** What one delivery pass saw, for the report. What is delivered and what waits is read from the queue, not from here. */
export interface PassLog {
  /** Tallies by `Namespace.key`, the empty key for events of no namespace; `queued` stays 0 here. */
  readonly events: ReadonlyMap<string, EventTally>
  /** Requests that the server answered with an acceptance. */
  readonly accepted: number
  /** Items that the server refused for good. */
  readonly rejected: ReadonlyArray<{ readonly subject: string; readonly reasonCode: string; readonly reason: string }>
  /** The last answer that only said "later", where there was one. */
  readonly deferred: { readonly reasonCode: string; readonly reason: string } | null
  /** Why the pass stopped early; null where it ran to its end. */
  readonly fault: TargetFault | null
}

export const emptyPassLog: PassLog = { events: new Map(), accepted: 0, rejected: [], deferred: null, fault: null }

const noEvents: EventTally = { sent: 0, duplicate: 0, rejected: 0, queued: 0 }

/** One more event of this namespace ended this way. */
export const countEvent = (log: PassLog, namespaceKey: string, how: "sent" | "duplicate" | "rejected"): PassLog => {
  const before = log.events.get(namespaceKey) ?? noEvents
  return {
    ...log,
    accepted: log.accepted + (how === "rejected" ? 0 : 1),
    events: new Map(log.events).set(namespaceKey, { ...before, [how]: before[how] + 1 })
  }
}

/** Two passes as one: tallies added, the later pass's fault kept. */
export const mergePassLogs = (earlier: PassLog, later: PassLog): PassLog => {
  const events = new Map(earlier.events)
  for (const [namespaceKey, tally] of later.events) {
    const before = events.get(namespaceKey) ?? noEvents
    events.set(namespaceKey, {
      sent: before.sent + tally.sent,
      duplicate: before.duplicate + tally.duplicate,
      rejected: before.rejected + tally.rejected,
      queued: 0
    })
  }
  return {
    events,
    accepted: earlier.accepted + later.accepted,
    rejected: [...earlier.rejected, ...later.rejected],
    deferred: later.deferred,
    fault: later.fault
  }
}
