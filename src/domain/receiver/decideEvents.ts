import type { EventResult } from "./BatchAnswer.js"
import type { ReceivedEvent } from "./ReceivedEvent.js"

/** What one batch changes: what to store, what to count again, what to say. */
export interface BatchDecision {
  readonly accepted: ReadonlyArray<ReceivedEvent>
  /** Ids posted once more, as often as they were. */
  readonly repeated: ReadonlyArray<string>
  readonly results: ReadonlyArray<EventResult>
}

/**
 * One event per `event_id`, for good. The same event again is a duplicate, be it in an earlier batch or in this one; another
 * event under a used id is rejected, and the first stays.
 * `known` maps the ids stored before to their canonical JSON.
 */
export const decideEvents = (
  known: ReadonlyMap<string, string>,
  events: ReadonlyArray<ReceivedEvent>
): BatchDecision => {
  const seen = new Map(known)
  const accepted: Array<ReceivedEvent> = []
  const repeated: Array<string> = []
  const results = events.map((event): EventResult => {
    const before = seen.get(event.eventId)
    if (before === undefined) {
      seen.set(event.eventId, event.canonical)
      accepted.push(event)
      return { event_id: event.eventId, status: "success" }
    }
    if (before === event.canonical) {
      repeated.push(event.eventId)
      return { event_id: event.eventId, status: "duplicate" }
    }
    return {
      event_id: event.eventId,
      status: "rejected",
      error_message: "This event_id was received before with other content. The first one is kept."
    }
  })
  return { accepted, repeated, results }
}
