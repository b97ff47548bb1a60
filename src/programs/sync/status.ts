import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import { SyncStatus } from "../../domain/sync/SyncReport.js"
import { Credentials } from "../../services/Credentials.js"
import { takeNotices } from "../../services/Notices.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { QueueView } from "../../services/QueueView.js"
import { queueDiagnostics } from "./queueDiagnostics.js"
import { serverOfProject, type ServerInUse } from "./serverInUse.js"
import { unmigratedDiagnostics } from "./unmigrated.js"

/** Pending for longer than this shows as stalled: a view, not a state; it is tried all the same. */
export const stalledAfter = Duration.days(1)

/** What keeps everything that is queued from leaving now; null where nothing does. Asks no server. */
export const blockedBy = Effect.fn("blockedBy")(function*(server: ServerInUse) {
  const blocked = (it: SyncStatus["blocked"]) => it
  if (server._tag === "None") return blocked("no_server")
  if (server._tag === "Denied") return blocked("denied")
  return yield* (yield* Credentials).describe(server.url).pipe(
    Effect.as(blocked(null)),
    Effect.catchTag("SignInNeeded", () => Effect.succeed(blocked("no_token")))
  )
})

/** What waits, since when, until when, and what would keep it from leaving now. Reads only, asks no server. */
export const queueStatus = Effect.gen(function*() {
  const view = yield* QueueView
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  const server = yield* serverOfProject(project)
  const { events, bodies } = yield* view.counts
  const oldest = yield* view.oldestQueuedAt
  const nextDue = yield* view.nextDueAt
  const now = yield* Clock.currentTimeMillis
  const ageMs = Option.match(Option.flatMap(oldest, DateTime.make), {
    onNone: () => 0,
    onSome: (at) => now - DateTime.toEpochMillis(at)
  })
  const quarantined = yield* view.quarantined(100)
  const outcome: Outcome<SyncStatus> = {
    data: new SyncStatus({
      project_uuid: Option.getOrNull(project),
      server: server._tag === "None" ? null : server.url,
      blocked: yield* blockedBy(server),
      events: { ...events },
      bodies: { ...bodies },
      oldest_queued_at: Option.getOrNull(oldest),
      next_attempt_at: Option.getOrNull(nextDue),
      last_error: Option.getOrNull(Option.map(yield* view.lastError, ({ reason, reasonCode }) => ({
        reason_code: reasonCode,
        reason
      }))),
      stalled: ageMs > Duration.toMillis(stalledAfter),
      quarantined: quarantined.map((row) => ({
        id: row.id,
        kind: row.kind,
        mission_slug: row.missionSlug,
        subject: row.subject,
        reason_code: row.reasonCode,
        reason: row.reason,
        queued_at: row.queuedAt
      }))
    }),
    diagnostics: [...(yield* queueDiagnostics), ...(yield* takeNotices)],
    exitCode: 0,
    next: [
      ...(server._tag === "None"
        ? ["spec-kitty sync server URL"]
        : events.pending + bodies.pending > 0 ? ["spec-kitty sync --wait 30s"] : []),
      ...(events.quarantined + bodies.quarantined > 0
        ? ["spec-kitty sync queue list --state quarantined", "spec-kitty sync diagnose"]
        : [])
    ]
  }
  return outcome
})

/** `sync status`: the project's queue, and what the original tool's queues still hold of the project. */
export const syncStatus = Effect.gen(function*() {
  const status = yield* queueStatus
  const legacy = yield* unmigratedDiagnostics
  const outcome: Outcome<SyncStatus> = {
    ...status,
    diagnostics: [...legacy, ...status.diagnostics],
    exitCode: exitCodeOf(legacy.length > 0 ? ["legacyState"] : []),
    next: [...legacy.flatMap(({ fix }) => fix ?? []), ...status.next]
  }
  return outcome
})
