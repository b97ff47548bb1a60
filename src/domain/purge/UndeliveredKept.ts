import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import { Undelivered } from "./PurgeReport.js"

type Rows = Undelivered["events"]

const total = ({ leased, pending, quarantined }: Rows): number => pending + leased + quarantined
const counted = (name: string, { leased, pending, quarantined }: Rows): string =>
  `${name}: ${pending} pending, ${leased} leased, ${quarantined} quarantined`

const events = (undelivered: Undelivered): number => total(undelivered.events) + undelivered.owed_events

/** A purge would remove what was never delivered and is nowhere else. Nothing was removed. */
export class UndeliveredKept extends Schema.TaggedError<UndeliveredKept>()("UndeliveredKept", {
  /** Null where the queue can't be read. */
  undelivered: Schema.NullOr(Undelivered)
}) implements Explained {
  readonly code = "PURGE-01"
  readonly target = null
  override get message(): string {
    return this.undelivered === null
      ? "The project's queue can't be read, so nobody knows what of it was delivered. Nothing was removed."
      : `${events(this.undelivered)} events and ${total(this.undelivered.bodies)} bodies were never delivered. Nothing was removed.`
  }
  get why(): string {
    if (this.undelivered === null) return "what is still in it would be gone"
    const { bodies, events: queued, owed_events } = this.undelivered
    const owed = owed_events === 0 ? "" : `; events of new missions, not queued yet: ${owed_events}`
    return `${counted("events", queued)}; ${counted("bodies", bodies)}${owed}`
  }
  readonly next = "deliver them with spec-kitty sync --wait 30s, or give them up with spec-kitty purge --discard-undelivered"
}

/** Why this may not be removed without a person's word; none where all of it is delivered. */
export const refusalOf = (undelivered: Undelivered | null): Option.Option<UndeliveredKept> =>
  undelivered !== null && events(undelivered) + total(undelivered.bodies) === 0
    ? Option.none()
    : Option.some(new UndeliveredKept({ undelivered }))
