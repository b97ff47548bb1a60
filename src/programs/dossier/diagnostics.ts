import { Diagnostic } from "../../domain/Diagnostic.js"
import { knownPlace } from "../../domain/Place.js"
import type { NamespaceIncomplete } from "../../domain/identity/namespaceOf.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import type { RefusedPayload } from "../sync/preparePayloads.js"

/** What a mission that can't be scanned earns the command. */
export const failureReason = {
  LegacyState: "legacyState",
  StepUnknown: "findings",
  ManifestInvalid: "failed",
  MissionUnreadable: "failed"
} as const

/** What a sync leaves to `dossier scan`, or tells in its own words. */
const notForSync: ReadonlySet<string> = new Set(["unclassified", "namespace_incomplete"])

/** One warning per anomaly of a scan; for `sync`, of those that bear on it. */
export const anomalyDiagnostics = (mission: IndexedMission, command: "scan" | "sync"): ReadonlyArray<Diagnostic> =>
  mission.dossier.anomalies.filter(({ code }) => command === "scan" || !notForSync.has(code)).map((anomaly) =>
    new Diagnostic({
      severity: "warning",
      code: "DOSSIER-01",
      message: `${mission.dossier.mission_slug}: ${anomaly.message}`,
      why: anomaly.code,
      fix: null,
      target: anomaly.target,
      ...knownPlace(anomaly)
    }))

/** Why a mission is not synced. A meta.json that can't be read says so itself, with its line. */
export const incompleteDiagnostic = (mission: IndexedMission, incomplete: NamespaceIncomplete): Diagnostic => {
  const said = Diagnostic.of(incomplete)
  const fault = mission.facts.meta === null
    ? mission.facts.problems.find(({ code, target }) => code === "invalid_format" && target === "meta.json")
    : undefined
  return fault === undefined ? said : new Diagnostic({
    ...said,
    ...knownPlace(fault),
    message: `${mission.dossier.mission_slug}: ${fault.message}`,
    why: "without it nobody knows which branch and type the mission has, and nothing of it is sent",
    fix: "correct the file, then run spec-kitty sync",
    target: `kitty-specs/${mission.dossier.mission_slug}/meta.json`
  })
}

/** One error per payload that the gate refused. */
export const refusalDiagnostics = (refused: ReadonlyArray<RefusedPayload>): ReadonlyArray<Diagnostic> =>
  refused.map(({ mission, subject, violations }) =>
    new Diagnostic({
      severity: "error",
      code: violations.code,
      message: `${mission}: ${subject} was refused by the contract gate and not sent; the rest goes on.`,
      why: violations.why,
      fix: violations.next,
      target: subject
    }))
