import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { BugReport, type ContractFacts, type PartUnavailable, type QueueFileFacts, type ReportPart } from "../../domain/bugreport/BugReport.js"
import type { Hidden } from "../../domain/bugreport/Hidden.js"
import { pinnedContract } from "../../domain/contract/pinnedContract.js"
import type { Explained } from "../../domain/Explained.js"
import type { Check } from "../../domain/health/Check.js"
import { redact } from "../../domain/redact.js"
import type { SettingsReport } from "../../domain/SettingsReport.js"
import type { SyncStatus } from "../../domain/sync/SyncReport.js"
import { ReportGround } from "../../services/ReportGround.js"

/** Names that the folders of the project do not tell: of missions and files that are gone, of servers. */
export type FurtherNames = Partial<Pick<Hidden, "missions" | "artifacts" | "servers">>

/** Each part with the layers it needs: one that fails is told to be missing, and stops no other. */
export interface ReportParts<R> {
  readonly settings: Effect.Effect<SettingsReport, Explained, R>
  readonly checks: Effect.Effect<ReadonlyArray<Check>, Explained, R>
  readonly sync: Effect.Effect<SyncStatus, Explained, R>
  /** Null where there is no file. */
  readonly queueFile: Effect.Effect<QueueFileFacts | null, Explained, R>
  readonly contract: Effect.Effect<ContractFacts, Explained, R>
  /** Told nowhere: hidden in all the others. */
  readonly names: ReadonlyArray<Effect.Effect<FurtherNames, Explained, R>>
}

/** What a bug report is made of, and what is left out of it. */
export interface BugReportOptions {
  readonly version: string
  readonly withNames: boolean
}

interface Had<A> {
  readonly value: A | null
  readonly missing: ReadonlyArray<PartUnavailable>
}

const missing = (part: ReportPart, { code, message, why }: Pick<Explained, "code" | "message" | "why">): Had<never> => ({
  value: null,
  missing: [{ part, code, message, why }]
})

const bug = (cause: Cause.Cause<never>) => ({
  code: "BUG-01",
  message: "Something went wrong inside spec-kitty.",
  why: Cause.pretty(cause).split("\n", 1)[0] ?? "no message"
})

const had = <A, R>(part: ReportPart, effect: Effect.Effect<A, Explained, R>): Effect.Effect<Had<A>, never, R> =>
  effect.pipe(
    Effect.map((value): Had<A> => ({ value, missing: [] })),
    Effect.catchAll((error) => Effect.succeed<Had<A>>(missing(part, error))),
    Effect.catchAllCause((cause) =>
      Cause.isInterrupted(cause) ? Effect.failCause(cause) : Effect.succeed<Had<A>>(missing(part, bug(cause))))
  )

const encode = Schema.encodeSync(BugReport)
const decode = Schema.decodeUnknownSync(BugReport)

const none: FurtherNames = {}

/** What to tell whoever helps, in one piece, with everything hidden that is nobody's business (U-42, S24). Changes and sends nothing. */
export const bugReport = Effect.fn("bugReport")(function*<R>(parts: ReportParts<R>, { version, withNames }: BugReportOptions) {
  const ground = yield* ReportGround
  const hidden = yield* ground.hidden
  const further = yield* Effect.forEach(parts.names, Effect.catchAllCause(() => Effect.succeed(none)))
  const settings = yield* had("settings", parts.settings)
  const checks = yield* had("checks", parts.checks)
  const sync = yield* had("sync", parts.sync)
  const queueFile = yield* had("queue_file", parts.queueFile)
  const contract = yield* had("contract", parts.contract)
  const whole = new BugReport({
    program: { version, ...(yield* ground.program) },
    settings: settings.value,
    checks: checks.value,
    sync: sync.value,
    queue_file: queueFile.value,
    contract: contract.value,
    unavailable: [settings, checks, sync, queueFile, contract].flatMap((part) => part.missing),
    names: withNames ? "shown" : "hidden"
  })
  const names: Hidden = {
    ...hidden,
    missions: [...hidden.missions, ...further.flatMap(({ missions = [] }) => missions)],
    artifacts: [...hidden.artifacts, ...further.flatMap(({ artifacts = [] }) => artifacts)],
    servers: [...hidden.servers, ...further.flatMap(({ servers = [] }) => servers)],
    kept: [pinnedContract.sha256],
    withNames
  }
  return { report: decode(redact(names)(encode(whole))), names }
})
