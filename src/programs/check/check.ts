import * as Array from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { CheckReport } from "../../domain/check/CheckReport.js"
import { byPlace, fails, Finding, finding } from "../../domain/check/Finding.js"
import { overall } from "../../domain/check/verdicts.js"
import type { Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import { Instant } from "../../domain/text.js"
import { takeNotices } from "../../services/Notices.js"
import { Progress } from "../../services/Progress.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { RepositoryFolder } from "../../services/RepositoryFolder.js"
import { selectMissions } from "../dossier/selectMissions.js"
import { queueDiagnostics } from "../sync/queueDiagnostics.js"
import type { CheckOptions } from "./CheckOptions.js"
import { checkMission, type MissionCheck } from "./checkMission.js"
import { checkUnmigrated } from "./unmigrated.js"

type Nothing = CheckReport["nothing_matched"][number]

const nothingFinding = (nothing: Nothing, [requirement]: CheckOptions["requirements"]): Finding =>
  finding({
    rule_id: "nothing-matched",
    requirement: nothing === "missions" ? requirement : nothing,
    severity: "error",
    message: nothing === "missions" ? "There is no mission to check." : `No mission has anything to check for ${nothing}.`,
    path: "kitty-specs",
    mission_slug: null,
    fix: "check the project, the selection and what is required"
  })

/** A fault of a file that several missions share is found once for each of them, and told once. */
const distinct = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> => [
  ...new Map(findings.map((it) => [JSON.stringify([it.rule_id, it.mission_slug, it.path, it.line, it.column, it.message]), it])).values()
]

const reportOf = Effect.fn("check.report")(function*(
  checks: ReadonlyArray<MissionCheck>,
  ofNoMission: ReadonlyArray<Finding>,
  { requirements, strict }: CheckOptions
) {
  const { prefix } = yield* RepositoryFolder
  const missions = checks.map(({ mission }) => mission)
  const found = [...checks.flatMap(({ findings }) => findings), ...ofNoMission]
  const idle = requirements.filter((it) => overall(it, missions, []).verdict === "nothing_to_check")
  const nothing: ReadonlyArray<Nothing> = missions.length === 0 ? ["missions"] : idle
  const all = [...found, ...strict ? nothing.map((it) => nothingFinding(it, requirements)) : []]
    .map((it) => new Finding({ ...it, path: `${prefix}${it.path}` }))
  const findings = Array.sort(distinct(all), byPlace)
  return new CheckReport({
    passed: !findings.some((it) => fails(it, strict)),
    strict,
    nothing_matched: nothing,
    requirements: requirements.map((it) => overall(it, missions, findings)),
    missions,
    findings,
    checked_at: Instant.make(DateTime.formatIso(yield* DateTime.now))
  })
})

/** Judges the selected missions by what is asked for. Reads only, asks no server, makes no identity. */
export const check = Effect.fn("check")(function*(options: CheckOptions) {
  const progress = yield* Progress
  const identity = yield* (yield* ProjectIdentityStore).provisional
  const selected = yield* selectMissions(options.selection)
  const checks = yield* Effect.forEach(selected, (directory, done) =>
    Effect.zipRight(
      progress.step({ _tag: "Scanning", mission: directory.slug, done, total: selected.length }),
      checkMission(directory, identity, options)
    ))
  const legacy = yield* checkUnmigrated(options.requirements)
  const report = yield* reportOf(checks, legacy.findings, options)
  const outcome: Outcome<CheckReport> = {
    data: report,
    diagnostics: [...legacy.diagnostics, ...(yield* queueDiagnostics), ...(yield* takeNotices)],
    exitCode: exitCodeOf(report.passed ? [] : ["findings"]),
    next: []
  }
  return outcome
})
