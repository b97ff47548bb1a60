import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** What a person can use of a lease's owner; the rest tells processes of one number apart. */
const decodeHolder = Schema.decodeOption(Schema.parseJson(Schema.Struct({ host: Schema.String, pid: Schema.Int })))

/** The owner of a lease in words: `process 4711 on tea-house`, or its text where it names no process. */
export const leaseHolder = (owner: string): string =>
  Option.match(decodeHolder(owner), { onNone: () => owner, onSome: ({ host, pid }) => `process ${pid} on ${host}` })
