import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ExitReason } from "../../domain/exitCode.js"
import { type Check, notOk, ok } from "../../domain/health/Check.js"
import type { LegacyQueueWaits } from "../../domain/identity/projectErrors.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { Settings } from "../../services/Settings.js"
import { UnmigratedRows } from "../../services/UnmigratedRows.js"
import { count } from "../cli/render/words.js"
import type { Look } from "./Look.js"

/** What the original tool queued and nobody has brought over: live commands refuse while there is any (064 FR-015). */
export const unmigratedLook: Look<UnmigratedRows | ProjectIdentityStore | Settings> = {
  id: "queue.unmigrated",
  title: "Legacy queues",
  observe: Effect.gen(function*() {
    const { home } = yield* Settings
    const project = yield* (yield* ProjectIdentityStore).projectUuid
    if (Option.isNone(project)) return ok("a project without identity has no rows in them", home)
    return Option.match(yield* (yield* UnmigratedRows).of(project.value), {
      onNone: () => ok(`none below ${home} holds a row of project ${project.value} that was not brought over`, home),
      onSome: ({ bodies, code, events, file, next, why }) =>
        notOk("error", {
          evidence: `${file}: ${count(events, "event")} and ${count(bodies, "body", "bodies")} of project ${project.value}`,
          code,
          why,
          fix: next,
          target: file
        })
    })
  })
}

/** The code of `LegacyQueueWaits`, by which the look says that there is something. */
const waitsCode: LegacyQueueWaits["code"] = "LEGACY-02"

/** What it earns where one of `checks` says so. */
export const unmigratedReasons = (checks: ReadonlyArray<Check>): ReadonlyArray<ExitReason> =>
  checks.some(({ code }) => code === waitsCode) ? ["legacyState"] : []
