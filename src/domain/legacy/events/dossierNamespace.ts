import * as Predicate from "effect/Predicate"
import { type JsonObject, type LegacyEvent, type Loss, withoutGaps } from "./LegacyEvent.js"

const identity = ["project_uuid", "mission_slug", "target_branch", "mission_type", "manifest_version"] as const

/** Fields of a flat payload that its namespace is made of. */
export const partsOfNamespace: ReadonlySet<string> = new Set(["namespace", ...identity])

/**
 * The namespace that a flat payload was sent with. Where it has none, or less: the project of the envelope, the payload's
 * own fields, and the type from the mission's meta.json. Nothing stands in for a branch or a manifest's version.
 */
export const namespaceOfFlat = ({ envelope, mission, payload, slug }: LegacyEvent): JsonObject => {
  const given = Predicate.isRecord(payload["namespace"]) ? payload["namespace"] : {}
  const known: JsonObject = { project_uuid: envelope["project_uuid"], mission_slug: slug, mission_type: mission?.type }
  return withoutGaps({
    ...Object.fromEntries(identity.map((field) => [field, given[field] ?? payload[field] ?? known[field] ?? undefined])),
    step_id: given["step_id"] ?? undefined
  })
}

/** What a flat payload says of its namespace and `namespace` does not, be it another value. */
export const lostFromNamespace = (payload: JsonObject, namespace: JsonObject): ReadonlyArray<Loss> =>
  Object.entries(payload).filter(([key]) => partsOfNamespace.has(key)).flatMap(([key, value]): ReadonlyArray<Loss> => {
    if (key !== "namespace") return namespace[key] === value ? [] : [{ at: [key], value }]
    if (!Predicate.isRecord(value)) return [{ at: [key], value }]
    return Object.entries(value).filter(([field, item]) => namespace[field] !== item)
      .map(([field, item]) => ({ at: [key, field], value: item }))
  })
