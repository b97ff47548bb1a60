import * as Schema from "effect/Schema"
import { ProgressLine } from "../../domain/ProgressLine.js"
import type { SyncReport } from "../../domain/sync/SyncReport.js"
import { DiagnosedItem } from "../../domain/sync/QueueDiagnosis.js"
import { UploadOutcome } from "../../domain/sync/UploadOutcome.js"
import { envelope } from "./envelope.js"

/** What became of one artifact of a `sync`, once it is known: one line for each, before the result. */
export const OutcomeLine = Schema.Struct({
  type: Schema.Literal("outcome"),
  mission_slug: Schema.String,
  ...UploadOutcome.fields
})
export type OutcomeLine = typeof OutcomeLine.Type

const encodeOutcome = Schema.encodeSync(Schema.parseJson(OutcomeLine))

export const outcomeLines = ({ missions }: SyncReport): ReadonlyArray<string> =>
  missions.flatMap(({ bodies, namespace: { mission_slug } }) =>
    bodies.map((body) => encodeOutcome({ type: "outcome", mission_slug, ...body })))

/** One queued item that needs attention, as `sync diagnose` finds it: all of them, where the result holds the first ones. */
export const ItemLine = Schema.Struct({ type: Schema.Literal("item"), ...DiagnosedItem.fields })
export type ItemLine = typeof ItemLine.Type

const encodeItem = Schema.encodeSync(Schema.parseJson(ItemLine))

export const itemLine = (item: DiagnosedItem): string => encodeItem({ type: "item", ...item })

/** The last line of `--format ndjson`: the envelope of `--json`, and its type. */
export const resultLine = <Name extends string, A, I>(name: Name, data: Schema.Schema<A, I>) =>
  Schema.Struct({ type: Schema.Literal("result"), ...envelope(name, data).fields })

/** The other lines by their type, for those who read our output; every command may write `progress`, `sync` writes `outcome` too, `sync diagnose` `item`. */
export const ndjsonLines = { progress: ProgressLine, outcome: OutcomeLine, item: ItemLine } as const
