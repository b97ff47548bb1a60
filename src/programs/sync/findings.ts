import { Diagnostic } from "../../domain/Diagnostic.js"
import type { SyncedMission } from "../../domain/sync/SyncReport.js"
import type { UploadOutcome } from "../../domain/sync/UploadOutcome.js"
import type { ServerInUse } from "./serverInUse.js"
import type { SyncOptions } from "./SyncOptions.js"

/** Skips that say nothing against a file: it is none that is uploaded, or another diagnostic tells why. */
const toldElsewhere: ReadonlySet<string | null> = new Set([
  "unsupported_surface", "no_server", "namespace_incomplete", "contract"
])

const isLeftOut = ({ outcome, reason_code }: UploadOutcome): boolean =>
  outcome === "skipped" && !toldElsewhere.has(reason_code)

/** Why a run has nothing to do, as a sentence; null where it has something (U-07). */
export const nothingToSync = (
  server: ServerInUse,
  missions: ReadonlyArray<SyncedMission>,
  hasSomething: boolean
): string | null => {
  if (hasSomething) return null
  if (missions.length === 0) return "There is nothing to sync: kitty-specs/ holds no mission that can be read."
  return server._tag === "None"
    ? "There is nothing to sync: no server is set for this project."
    : "There is nothing to sync: these missions hold nothing that can be sent."
}

const nothingDiagnostic = (message: string, strict: boolean): Diagnostic =>
  new Diagnostic({
    severity: strict ? "error" : "info",
    code: "SYNC-03",
    message,
    why: strict ? "--strict asks for something to sync" : "missions are the folders of kitty-specs/",
    fix: "spec-kitty dossier scan --all",
    target: null
  })

const leftOutDiagnostic = (mission: string, { artifact_path, reason, reason_code }: UploadOutcome): Diagnostic =>
  new Diagnostic({
    severity: "error",
    code: "SYNC-04",
    message: `${mission}: ${artifact_path} is not uploaded, and --strict-skips asks for every file.`,
    why: `${reason_code ?? "skipped"}: ${reason}`,
    fix: "spec-kitty help uploads",
    target: artifact_path
  })

/**
 * What the strict flags make of a run. Those of severity `error` are findings; where there is no mission at all it is
 * said without `--strict` too.
 */
export const syncFindings = (
  { strict, strictSkips }: SyncOptions,
  { missions, nothing }: { readonly missions: ReadonlyArray<SyncedMission>; readonly nothing: string | null }
): ReadonlyArray<Diagnostic> => [
  ...(nothing === null || (strict !== "on" && missions.length > 0) ? [] : [nothingDiagnostic(nothing, strict === "on")]),
  ...(strictSkips === true
    ? missions.flatMap(({ bodies, namespace }) =>
      bodies.filter(isLeftOut).map((body) => leftOutDiagnostic(namespace.mission_slug, body)))
    : [])
]
