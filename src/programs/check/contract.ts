import * as Effect from "effect/Effect"
import { type Finding, finding } from "../../domain/check/Finding.js"
import type { Tally } from "../../domain/check/verdicts.js"
import type { Namespace } from "../../domain/identity/Namespace.js"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import { provisionalPayloads, type RefusedPayload } from "../sync/preparePayloads.js"

/** A body is made from its file; of an event nobody but `meta.json` can be named. */
const fileOf = ({ bodies }: IndexedMission, subject: string): string =>
  [...bodies.keys()].find((path) => path === subject) ?? "meta.json"

const violations = (mission: IndexedMission, { subject, violations: refused }: RefusedPayload): ReadonlyArray<Finding> =>
  refused.violations.map(({ sentence }) =>
    finding({
      rule_id: "contract-violation",
      requirement: "clean-contract",
      severity: "error",
      message: `${subject}: ${sentence}.`,
      path: `kitty-specs/${mission.dossier.mission_slug}/${fileOf(mission, subject)}`,
      mission_slug: mission.dossier.mission_slug,
      fix: "correct the file that the payload is made from"
    }))

/** Has the gate judge everything that a sync of this mission would queue. Queues and keeps nothing. */
export const checkContract = Effect.fn("checkContract")(function*(
  mission: IndexedMission,
  namespace: Namespace,
  identity: ProjectIdentity
) {
  const { items, refused } = yield* provisionalPayloads(mission, namespace, identity)
  const tally: Tally = { checked: items.length + refused.length, satisfied: items.length }
  return { tally, findings: refused.flatMap((it) => violations(mission, it)) }
})
