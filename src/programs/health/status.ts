import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import type { Explained } from "../../domain/Explained.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import { StatusReport } from "../../domain/health/StatusReport.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import type { SyncStatus } from "../../domain/sync/SyncReport.js"
import type { Instant } from "../../domain/text.js"
import type { Credentials } from "../../services/Credentials.js"
import { takeNotices } from "../../services/Notices.js"
import { Project } from "../../services/Project.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { QueueAudit } from "../../services/QueueAudit.js"
import type { QueueView } from "../../services/QueueView.js"
import type { ServerConsent } from "../../services/ServerConsent.js"
import type { Settings } from "../../services/Settings.js"
import type { UnmigratedRows } from "../../services/UnmigratedRows.js"
import { exitReason } from "../cli/exitReason.js"
import { queueStatus } from "../sync/status.js"
import { examine } from "./examine.js"
import type { Look } from "./Look.js"
import { missionStatuses, withReceipts } from "./missionStatus.js"
import { quarantineLook, waitingLook } from "./queueLooks.js"
import { receiptsLook, serverLook, tokenLook } from "./serverLooks.js"
import { unmigratedLook, unmigratedReasons } from "./unmigratedLook.js"

/** What the queue says: the answer of `sync status`, and the last receipt of each mission. */
interface QueueSays {
  readonly status: Outcome<SyncStatus>
  readonly receipts: ReadonlyMap<string, Instant>
}

/** Needs the queue; fails where it can't be read. */
export const queueSays = Effect.gen(function*() {
  const says: QueueSays = {
    status: yield* queueStatus,
    receipts: new Map((yield* (yield* QueueAudit).lastReceipts).map((it) => [it.missionSlug, it.acknowledgedAt]))
  }
  return says
})

/** The doctor's checks of the queue that cost little. */
export const queueStatusLooks: ReadonlyArray<Look<QueueView | QueueAudit>> = [waitingLook, quarantineLook, receiptsLook]

/** Those of the rest that cost little. */
const standingLooks: ReadonlyArray<
  Look<UnmigratedRows | ProjectIdentityStore | ServerConsent | Settings | Credentials>
> = [unmigratedLook, serverLook, tokenLook]

/**
 * One screen: the selected missions with what they still need, and where everything queued is. Offline, reads only.
 * `queue` is what the queue says, or why it can't be read: the missions are shown all the same. `queueLooks` are
 * `queueStatusLooks`, with their queue.
 */
export const status = Effect.fn("status")(function*<E extends Explained, R1, R2>(
  selection: MissionSelection,
  queue: Effect.Effect<QueueSays, E, R1>,
  queueLooks: ReadonlyArray<Look<R2>>
) {
  const { root } = yield* Project
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  const { diagnostics, missions, reasons } = yield* missionStatuses(selection, Option.getOrNull(project))
  const checks = [...(yield* examine(queueLooks)), ...(yield* examine(standingLooks))]
  const said = yield* Effect.either(queue)
  const queued = Either.match(said, {
    onLeft: (error) => ({
      diagnostics: [Diagnostic.of(error)],
      reasons: [exitReason(error)],
      sync: null,
      receipts: new Map<string, Instant>(),
      next: ["spec-kitty doctor"]
    }),
    onRight: ({ receipts, status: { data, diagnostics, next } }) =>
      ({ diagnostics, reasons: [], sync: data, receipts, next })
  })
  const outcome: Outcome<StatusReport> = {
    data: new StatusReport({
      project: { root, project_uuid: Option.getOrNull(project) },
      missions: withReceipts(missions, queued.receipts),
      sync: queued.sync,
      checks
    }),
    diagnostics: [...queued.diagnostics, ...(yield* takeNotices), ...diagnostics],
    exitCode: exitCodeOf([...reasons, ...queued.reasons, ...unmigratedReasons(checks)]),
    next: queued.next
  }
  return outcome
})
