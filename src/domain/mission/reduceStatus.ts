import * as Either from "effect/Either"
import * as Order from "effect/Order"
import * as Schema from "effect/Schema"
import { codePointOrder } from "../dossier/codePointOrder.js"
import { NonBlank } from "../text.js"
import type { BadLine, JsonLine } from "./jsonLines.js"
import { Lane } from "./Lane.js"

/** Lanes as logs have them: `doing` is the older name of `in_progress`. */
const LoggedLane = Schema.transform(
  Schema.Union(Lane, Schema.Literal("doing")),
  Schema.typeSchema(Lane),
  { strict: true, decode: (lane) => (lane === "doing" ? "in_progress" : lane), encode: (lane) => lane }
)

/** The keys of a transition that decide the lane; a fault in any other key is not ours to judge. */
const StatusLine = Schema.Struct({
  event_id: NonBlank,
  wp_id: NonBlank,
  at: NonBlank,
  to_lane: LoggedLane,
  from_lane: Schema.optional(Schema.Unknown),
  review_ref: Schema.optional(Schema.Unknown)
})
type StatusLine = typeof StatusLine.Type

const decode = Schema.decodeUnknownEither(StatusLine)

const chronological: Order.Order<StatusLine> = Order.combine(
  Order.mapInput(codePointOrder, ({ at }: StatusLine) => at),
  Order.mapInput(codePointOrder, ({ event_id: id }: StatusLine) => id)
)

/** A reviewer sent the work back. */
const isRollback = ({ from_lane: from, review_ref: reference, to_lane: to }: StatusLine): boolean =>
  (from === "for_review" || from === "in_review") && to === "in_progress" && typeof reference === "string" &&
  reference.trim() !== ""

/** What is wrong with a line that names a lane but is no transition. */
const faultOf = (value: JsonLine["value"]): string => {
  const key = ["event_id", "wp_id", "at"].find((text) => typeof value[text] !== "string" || value[text].trim() === "")
  if (key === undefined) return `moves to ${JSON.stringify(value["to_lane"])}, which is no lane`
  return `moves a work package, but its ${key} is ${Object.hasOwn(value, key) ? "no text" : "missing"}`
}

/** Logs carry other kinds of lines too: only what names a lane is a transition. */
const transitionsOf = (lines: ReadonlyArray<JsonLine>) => {
  const byId = new Map<string, StatusLine>()
  const bad: Array<BadLine> = []
  for (const { line, value } of lines) {
    if (!Object.hasOwn(value, "to_lane") || value["to_lane"] === null) continue
    const transition = decode(value)
    if (Either.isLeft(transition)) bad.push({ line, detail: faultOf(value) })
    else if (!byId.has(transition.right.event_id)) byId.set(transition.right.event_id, transition.right)
  }
  return { transitions: [...byId.values()].sort(chronological), bad }
}

/**
 * Folds `status.events.jsonl` to the lane of each work package: one line per `event_id`, the first; in order of `at`,
 * then `event_id`; the last transition wins, but a forward move never beats a reviewer's rollback of the same instant.
 * Transitions are not judged again: the log says what happened. A line that can't be used is named and skipped.
 */
export const reduceStatus = (
  lines: ReadonlyArray<JsonLine>
): { readonly lanes: ReadonlyMap<string, Lane>; readonly bad: ReadonlyArray<BadLine> } => {
  const { bad, transitions } = transitionsOf(lines)
  const latest = new Map<string, StatusLine>()
  for (const transition of transitions) {
    const previous = latest.get(transition.wp_id)
    const tie = previous !== undefined && previous.at === transition.at
    if (!(tie && isRollback(previous) && !isRollback(transition))) latest.set(transition.wp_id, transition)
  }
  return { lanes: new Map([...latest].map(([wp, transition]) => [wp, transition.to_lane])), bad }
}
