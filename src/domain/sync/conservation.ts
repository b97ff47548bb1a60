/** Law 7: `captured` = the sum of the six others, always. Events and bodies counted apart. */
export interface QueueCounts {
  readonly captured: number
  readonly delivered: number
  readonly superseded: number
  readonly dropped: number
  readonly pending: number
  readonly leased: number
  readonly quarantined: number
}

/** What a count of the rows themselves gives: the three states that have rows. */
export type CountedRows = Pick<QueueCounts, "pending" | "leased" | "quarantined">

const places = ["delivered", "superseded", "dropped", "pending", "leased", "quarantined"] as const
const withRows = ["pending", "leased", "quarantined"] as const

/** `4 captured = 3 delivered + 0 superseded + 0 dropped + 1 pending + 0 leased + 0 quarantined`; `≠` where it is not. */
export const conservationSum = (counters: QueueCounts): string => {
  const sum = places.reduce((total, place) => total + counters[place], 0)
  return `${counters.captured} captured ${sum === counters.captured ? "=" : "≠"} ` +
    places.map((place) => `${counters[place]} ${place}`).join(" + ")
}

/**
 * Whether nothing was lost or made up (law 7, G-H3): captured is the sum of the six places, and the counters of the
 * places that have rows say what a count of the rows says. Empty where both hold, else one sentence per difference.
 */
export const conservationFaults = (counters: QueueCounts, rows: CountedRows): ReadonlyArray<string> => {
  const sum = places.reduce((total, place) => total + counters[place], 0)
  return [
    ...(sum === counters.captured ? [] : [`the places add up to ${sum}, captured are ${counters.captured}`]),
    ...withRows.flatMap((place) =>
      counters[place] === rows[place] ? [] : [`the counter says ${counters[place]} ${place}, there are ${rows[place]}`])
  ]
}
