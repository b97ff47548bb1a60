import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import { Instant } from "../text.js"
import { leaseHolder } from "./leaseHolder.js"

const named = 5

/** `7`, `7 and 9`, `1, 2, 3, 4, 5 and 12 more` */
const listed = (ids: ReadonlyArray<number>): string => {
  const shown = ids.slice(0, named).join(", ")
  if (ids.length > named) return `${shown} and ${ids.length - named} more`
  return shown.replace(/, (\d+)$/, " and $1")
}

/** Nothing with these ids waits, is under way or is in quarantine. Of the call nothing was changed. */
export class QueueItemUnknown extends Schema.TaggedError<QueueItemUnknown>()("QueueItemUnknown", {
  ids: Schema.NonEmptyArray(Schema.Int)
}) implements Explained {
  readonly code = "QUEUE-05"
  get target(): string {
    return this.ids.join(",")
  }
  override get message(): string {
    return `The queue holds nothing with the id ${listed(this.ids)}.`
  }
  readonly why = "what had it was delivered, replaced or dropped, or it was never given; nothing was changed"
  readonly next = "spec-kitty sync queue list"
}

/** Items that are being sent at this moment: nobody else may decide about them. Of the call nothing was changed. */
export class QueueItemLeased extends Schema.TaggedError<QueueItemLeased>()("QueueItemLeased", {
  items: Schema.NonEmptyArray(Schema.Struct({
    id: Schema.Int,
    /** Artifact path of a body, event type of an event. */
    subject: Schema.String,
    /** As `LeaseOwner.self` of its process. */
    owner: Schema.String,
    expires_at: Instant
  }))
}) implements Explained {
  readonly code = "QUEUE-06"
  get target(): string {
    return this.items.map(({ id }) => id).join(",")
  }
  override get message(): string {
    const [{ id, subject }, ...others] = this.items
    const more = others.length === 0 ? "" : `, and ${others.length} more,`
    return `Item ${id} (${subject})${more} is being sent right now. Nothing was changed.`
  }
  get why(): string {
    const [{ expires_at, owner }] = this.items
    return `${leaseHolder(owner)} holds it until it is answered, or until ${expires_at} at the latest`
  }
  readonly next = "wait for it, then run the command again: spec-kitty sync queue list --state leased"
}
