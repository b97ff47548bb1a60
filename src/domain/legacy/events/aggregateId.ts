import * as Either from "effect/Either"
import { dossierKey } from "./dossierPayload.js"
import { isRetiredId, withoutFeatureHead } from "./eventNames.js"
import { isSaid, type JsonObject, type LegacyEvent, type Untranslatable } from "./LegacyEvent.js"

/** The mission and the work package that an aggregate id says, such as `071-invoice-export/WP03`. */
const composite = /^(.+)\/(WP\d+)$/s

/**
 * The mission that an aggregate id names: the head of a composite one, or the id itself where the project has a mission
 * of that name. `WP03` and `error` name none.
 */
export const slugIn = (id: unknown, missions: { readonly has: (slug: string) => boolean }): string | null => {
  if (typeof id !== "string") return null
  const plain = withoutFeatureHead(id)
  return composite.exec(plain)?.[1] ?? (missions.has(plain) ? plain : null)
}

/** A work package's id was bare, and so ambiguous; the payload's is taken where the aggregate's is not one. */
const inMission = (id: unknown, slug: string, payload: JsonObject): unknown => {
  if (typeof id === "string" && id.includes("/")) return id
  const wp = isSaid(id) && /^WP\d+$/.test(id) ? id : payload["wp_id"]
  return isSaid(wp) ? `${slug}/${wp}` : id
}

const idOf = (event: LegacyEvent, id: unknown): unknown => {
  const { aggregateType, payload, slug } = event
  if (slug === null) return id
  switch (aggregateType) {
    case "Mission":
      return slug
    case "WorkPackage":
      return inMission(id, slug, payload)
    case "MissionDossier": {
      const key = dossierKey(event)
      return key === null ? id : `${slug}:${key}`
    }
    default:
      return id
  }
}

const retired: Untranslatable = {
  reasonCode: "retired_aggregate",
  reason: "It happened to an aggregate of a kind that contract 3.0.0 retired."
}

/**
 * What the event happened to: a mission by its slug, a work package as `<slug>/<wp_id>`, a dossier as `<slug>:` with the
 * artifact's key, the snapshot's id or `drift`; unchanged where the event does not name its mission.
 */
export const aggregateIdOf = (event: LegacyEvent): Either.Either<unknown, Untranslatable> => {
  const given = event.envelope["aggregate_id"]
  const plain = typeof given === "string" ? withoutFeatureHead(given) : given
  if (isRetiredId(plain)) return Either.left(retired)
  const id = idOf(event, plain)
  return isRetiredId(id) ? Either.left(retired) : Either.right(id)
}

/** Whether the new id no longer shows the old one, which it does behind a slug or without a head. */
export const losesId = (given: unknown, id: unknown): boolean =>
  given !== undefined && given !== id &&
  !(typeof given === "string" && typeof id === "string" && id.endsWith(withoutFeatureHead(given)))
