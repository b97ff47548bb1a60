import type { LegacyState } from "../identity/projectErrors.js"
import type { ManifestInvalid, MissionUnreadable, StepUnknown } from "../mission/missionErrors.js"
import type { CheckRequirement } from "./CheckRequirement.js"
import { type Finding, finding } from "./Finding.js"

/** Why a mission could not be scanned. */
export type ScanFault = LegacyState | ManifestInvalid | MissionUnreadable | StepUnknown

type FaultFields = Pick<Finding, "rule_id" | "path" | "message" | "fix" | "mission_slug"> & Partial<Pick<Finding, "line" | "column">>

const fieldsOf = (fault: ScanFault, mission_slug: string): FaultFields => {
  switch (fault._tag) {
    case "ManifestInvalid": {
      // One file serves all missions of its type: the finding is about none of them.
      const { column, file, line, next, why } = fault
      return { rule_id: "manifest-invalid", path: file, message: `${why}.`, fix: next, mission_slug: null, line, column }
    }
    case "LegacyState":
      return { rule_id: "legacy-name", path: fault.file, message: fault.message, fix: fault.next, mission_slug }
    case "MissionUnreadable":
    case "StepUnknown":
      return {
        rule_id: "mission-unreadable",
        path: `kitty-specs/${mission_slug}`,
        message: `${mission_slug} can't be checked: ${fault.why}.`,
        fix: fault.next,
        mission_slug
      }
  }
}

/** The fault as a finding, under the first thing that was asked for: none of it could be checked. */
export const scanFaultFinding = (fault: ScanFault, mission: string, requirement: CheckRequirement): Finding =>
  finding({ ...fieldsOf(fault, mission), requirement, severity: "error" })
