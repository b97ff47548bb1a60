import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { CheckedMission } from "../../domain/check/CheckReport.js"
import type { CheckRequirement } from "../../domain/check/CheckRequirement.js"
import type { MissionDossier } from "../../domain/dossier/MissionDossier.js"
import { dossierFindings } from "../../domain/check/dossierFindings.js"
import { type Finding, finding } from "../../domain/check/Finding.js"
import { scanFaultFinding } from "../../domain/check/scanFault.js"
import { judge, judgeUnread, type Tally } from "../../domain/check/verdicts.js"
import type { Namespace } from "../../domain/identity/Namespace.js"
import type { NamespaceIncomplete } from "../../domain/identity/namespaceOf.js"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import type { MissionDirectory } from "../../domain/mission/MissionFacts.js"
import { ArtifactIndexer, type IndexedMission } from "../../services/ArtifactIndexer.js"
import { missionNamespace } from "../dossier/knownNamespace.js"
import type { CheckOptions } from "./CheckOptions.js"
import { checkContract } from "./contract.js"
import { checkDelivery } from "./delivery.js"

/** What was found in one mission, and what its verdicts rest on. */
export interface MissionCheck {
  readonly mission: CheckedMission
  readonly findings: ReadonlyArray<Finding>
}

interface Looked {
  readonly tally: Tally
  readonly findings: ReadonlyArray<Finding>
}

/** A mission that says not where it belongs has no payloads that could be judged or delivered. */
const homeless = (
  mission: IndexedMission,
  { fields, file }: NamespaceIncomplete,
  requirement: "clean-contract" | "delivered"
): Looked => {
  const unusable = mission.facts.meta === null && mission.facts.problems.some(({ code, target }) =>
    target === "meta.json" && (code === "invalid_format" || code === "unreadable"))
  const lacks = unusable ? "meta.json can't be used" : `meta.json has no ${fields.join(" and no ")}`
  return {
    tally: { checked: 0, satisfied: 0 },
    findings: [finding({
      rule_id: requirement === "delivered" ? "not-delivered" : "namespace-incomplete",
      requirement,
      severity: "error",
      message: requirement === "delivered" ? `Nothing of the mission can be delivered: ${lacks}.` : `${lacks}, so nothing of the mission is sent.`,
      path: file,
      mission_slug: mission.dossier.mission_slug,
      fix: unusable ? "correct the file" : `add ${fields.join(" and ")} to it`
    })]
  }
}

const filesOf = ({ artifacts }: MissionDossier): number => artifacts.filter(({ is_present }) => is_present).length

const nothingRequired = ({ mission_type, step }: MissionDossier, known: boolean): string => {
  if (!known) return mission_type === null ? "its mission type is not known" : `mission type ${mission_type} has no manifest`
  return step === null ? "nothing is required" : `nothing is required at step ${step}`
}

/** Without a manifest nobody knows what complete would be; with one, a step that requires nothing is complete (042 C17). */
const checkFiles = ({ dossier }: IndexedMission, strict: boolean): Looked => {
  const known = dossier.snapshot.completeness_status !== "unknown"
  const files = filesOf(dossier)
  return {
    tally: {
      checked: dossier.counts.required,
      satisfied: dossier.counts.required_present,
      empty: !known || files === 0,
      nothing: nothingRequired(dossier, known),
      detail: `${files} ${files === 1 ? "file" : "files"} indexed`
    },
    findings: dossierFindings(dossier, strict)
  }
}

const look = Effect.fn("check.look")(function*(
  requirement: CheckRequirement,
  mission: IndexedMission,
  identity: ProjectIdentity,
  strict: boolean
) {
  if (requirement === "complete") return checkFiles(mission, strict)
  const namespace: Either.Either<Namespace, NamespaceIncomplete> = missionNamespace(mission, identity.project_uuid)
  if (Either.isLeft(namespace)) return homeless(mission, namespace.left, requirement)
  return requirement === "delivered"
    ? yield* checkDelivery(mission, namespace.right)
    : yield* checkContract(mission, namespace.right, identity)
})

/** Scans one mission and judges it by everything that was asked for. What keeps it from being scanned is a finding. */
export const checkMission = Effect.fn("checkMission")(function*(
  directory: MissionDirectory,
  identity: ProjectIdentity,
  { requirements, strict }: CheckOptions
) {
  const result = yield* Effect.either((yield* ArtifactIndexer).scan(directory, {
    step: null,
    keepBodies: requirements.includes("clean-contract")
  }))
  const check = (it: MissionCheck) => it
  if (Either.isLeft(result)) {
    const fault = scanFaultFinding(result.left, directory.slug, requirements[0])
    const unread = { mission_slug: directory.slug, mission_type: null, step: null, completeness_status: null, files: 0 }
    return check({ mission: { ...unread, requirements: judgeUnread(requirements, fault) }, findings: [fault] })
  }
  const { dossier } = result.right
  const looked = yield* Effect.forEach(requirements, (requirement) =>
    Effect.map(look(requirement, result.right, identity, strict), (it) => ({ ...it, requirement })))
  return check({
    mission: {
      mission_slug: dossier.mission_slug,
      mission_type: dossier.mission_type,
      step: dossier.step,
      completeness_status: dossier.snapshot.completeness_status,
      files: filesOf(dossier),
      requirements: looked.map(({ findings, requirement, tally }) => judge(requirement, tally, findings, strict))
    },
    findings: looked.flatMap(({ findings }) => findings)
  })
})
