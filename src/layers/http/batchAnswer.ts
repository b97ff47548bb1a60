import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { categoryOf } from "../../domain/sync/classifyStatus.js"
import { describeErrorBody } from "../../domain/sync/serverText.js"
import type { EventResult } from "../../services/EventTransport.js"
import type { Exchanged } from "./exchange.js"

/** Results by `event_id`, for the events of one batch. */
export type Results = ReadonlyMap<string, EventResult>

const Items = Schema.Array(Schema.Unknown)
const decodeResults = Schema.decodeUnknownOption(Schema.Struct({ results: Items }))
const decodeList = Schema.decodeUnknownOption(Schema.Union(Items, Schema.parseJson(Items)))

const textField = (item: unknown, names: ReadonlyArray<string>): string | null => {
  const values = names.map((name) => Predicate.hasProperty(item, name) ? item[name] : null)
  return values.find((value): value is string => typeof value === "string" && value.trim() !== "") ?? null
}

const refused = (item: unknown, reason: string, status: number): EventResult => {
  const typed = textField(item, ["error_category", "category", "code"])
  return {
    _tag: "Refused",
    reason,
    // A category is a word; anything longer is a message in the wrong field.
    category: typed !== null && /^[a-z][a-z0-9_-]{0,63}$/i.test(typed) ? typed : categoryOf(status)
  }
}

const resultOf = (item: unknown, { safe, status: code }: Exchanged): EventResult => {
  const status = textField(item, ["status"])
  switch (status) {
    case "success":
    case "accepted":
    case "warning":
      return { _tag: "Accepted", status: "success" }
    case "duplicate":
      return { _tag: "Accepted", status: "duplicate" }
    case "rejected": {
      const reason = textField(item, ["error_message", "error", "detail", "reason"])
      return refused(item, safe(reason ?? "rejected without a reason"), code)
    }
    default:
      return { _tag: "Undecided", reason: `the server says ${safe(status ?? "nothing")} of this event` }
  }
}

const contradiction: EventResult = { _tag: "Undecided", reason: "the server gave two answers for this event" }

/** The first word on an event of the batch counts; a second one that says otherwise leaves it undecided. */
const byEventId = (
  items: ReadonlyArray<unknown>,
  ids: ReadonlySet<string>,
  read: (item: unknown) => EventResult
): Results => {
  const results = new Map<string, EventResult>()
  for (const item of items) {
    const id = textField(item, ["event_id"])
    if (id === null || !ids.has(id)) continue
    const result = read(item)
    const first = results.get(id) ?? result
    results.set(id, first._tag === result._tag ? first : contradiction)
  }
  return results
}

const completed = (named: Results, ids: ReadonlySet<string>, reason: string): Option.Option<Results> =>
  named.size === 0
    ? Option.none()
    : Option.some(new Map([...ids].map((id) => [id, named.get(id) ?? { _tag: "Undecided", reason }])))

/** The results of a 2xx, one per event of the batch; none where it names no event of ours. */
export const readResults = (exchanged: Exchanged, ids: ReadonlySet<string>): Option.Option<Results> =>
  exchanged.json.pipe(
    Option.flatMap(decodeResults),
    Option.flatMap(({ results }) =>
      completed(
        byEventId(results, ids, (item) => resultOf(item, exchanged)),
        ids,
        "the answer does not name this event"
      )
    )
  )

/** A 403 that names events of the batch is about them: they are refused, the others undecided. None where it names none. */
export const readForbidden = ({ reason, said, status }: Exchanged, ids: ReadonlySet<string>): Option.Option<Results> => {
  const named = [...ids].filter((id) => said.includes(id))
  const refusal: EventResult = { _tag: "Refused", reason, category: categoryOf(status) }
  return completed(new Map(named.map((id) => [id, refusal])), ids, "the answer is about other events of the batch")
}

const withoutId = (item: unknown): unknown =>
  Predicate.isRecord(item) ? Object.fromEntries(Object.entries(item).filter(([name]) => name !== "event_id")) : item

/**
 * The results of a refused batch whose `details` are a list, or the JSON text of one. The receiver stores nothing of such
 * a batch, so the events it names are refused and all others undecided: they are sent again without the named ones. None
 * where no event of ours is named.
 */
export const readDetails = (exchanged: Exchanged, ids: ReadonlySet<string>): Option.Option<Results> => {
  const body = Option.getOrUndefined(exchanged.json)
  const overall = textField(body, ["error", "detail"]) ?? "refused without a reason"
  const reasonOf = (item: unknown) =>
    textField(item, ["error", "reason", "detail"]) ?? (describeErrorBody(withoutId(item)) || overall)
  return (Predicate.hasProperty(body, "details") ? decodeList(body.details) : Option.none()).pipe(
    Option.flatMap((details) =>
      completed(
        byEventId(details, ids, (item) => refused(item, exchanged.safe(reasonOf(item)), exchanged.status)),
        ids,
        `nothing of the batch was stored (${exchanged.safe(overall)})`
      )
    )
  )
}
