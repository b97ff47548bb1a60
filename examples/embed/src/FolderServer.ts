import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs/promises"
import * as path from "node:path"
import { BodyTransport, type EventResult, EventTransport, ServerConsent, ServerUrl, TargetFault } from "spec-kitty-effect"

const isThere = (error: unknown) => error instanceof Error && "code" in error && error.code === "EEXIST"

/** True where the file is new; false where it has been there. A folder that can't be written is a server that is away. */
const keep = (file: string, content: string) =>
  Effect.tryPromise(async () => {
    await fs.mkdir(path.dirname(file), { recursive: true })
    await fs.writeFile(file, content, { flag: "wx" })
    return true
  }).pipe(
    Effect.catchTag("UnknownException", ({ error }) =>
      isThere(error) ? Effect.succeed(false) : new TargetFault({ kind: "offline", reason: String(error) }))
  )

/** Bodies by mission, path and hash below `inbox`: what one says is there is really there. */
const bodies = (inbox: string) =>
  Layer.succeed(BodyTransport, {
    push: (_server, { body: { value } }) =>
      keep(
        path.join(inbox, "bodies", value.mission_slug, `${value.artifact_path}.${value.content_hash.slice(0, 8)}`),
        value.content_body
      ).pipe(Effect.map((isNew) => isNew ? "uploaded" : "already_exists"))
  })

/** Events by their id below `inbox`, as the very JSON that the gate let through. */
const events = (inbox: string) =>
  Layer.succeed(EventTransport, {
    send: (_server, batch) =>
      Effect.forEach(batch, ({ event: { json, value } }) =>
        Effect.map(keep(path.join(inbox, "events", `${value.event_id}.json`), json), (isNew): readonly [string, EventResult] =>
          [value.event_id, { _tag: "Accepted", status: isNew ? "success" : "duplicate" }])).pipe(
        Effect.map((results) => new Map(results))
      )
  })

/** Where our projects send: here, without being asked. The name only stands in reports. */
const consent = Layer.succeed(ServerConsent, {
  get: () => Effect.succeed(Option.some(ServerUrl.make("https://folder.invalid"))),
  set: () => Effect.void,
  clear: () => Effect.void
})

/** A "server" that is a folder: no network at all. */
export const layer = (inbox: string) => Layer.mergeAll(bodies(inbox), events(inbox), consent)
