import * as Predicate from "effect/Predicate"
import { lostFromNamespace, namespaceOfFlat, partsOfNamespace } from "./dossierNamespace.js"
import { classNow, countsCarried, type FlatForm, flatForms } from "./flatDossierForms.js"
import { isSaid, type JsonObject, type LegacyEvent, type Loss, type Reshaped, withoutGaps } from "./LegacyEvent.js"

/** The flat form that the event's payload has; undefined for the namespaced form and for other events. */
const flatFormOf = ({ payload, type }: LegacyEvent): FlatForm | undefined => {
  const form = flatForms.get(type)
  return form?.namespacedBy.some((key) => Object.hasOwn(payload, key)) === true ? undefined : form
}

/** Whether a field of a flat payload says less, or nothing, in the namespaced one. */
const isLost = ([key, value]: readonly [string, unknown], { carried }: FlatForm): boolean =>
  value === null || !carried.has(key) || (key === "artifact_class" && classNow(value) !== value) ||
  (key === "artifact_counts" && !Predicate.isRecord(value))

const lostFields = (payload: JsonObject, form: FlatForm): ReadonlyArray<Loss> =>
  Object.entries(payload).filter((field) => !partsOfNamespace.has(field[0]) && isLost(field, form))
    .map(([key, value]) => ({ at: [key], value }))

const lostCounts = ({ artifact_counts: counts }: JsonObject, { carried }: FlatForm): ReadonlyArray<Loss> =>
  !Predicate.isRecord(counts) || !carried.has("artifact_counts") ? [] : Object.entries(counts)
    .filter(([key, value]) => value === null || !countsCarried.has(key))
    .map(([key, value]) => ({ at: ["artifact_counts", key], value }))

/** The four dossier events: the flat form becomes the namespaced one, as far as the event says what that asks for. */
export const dossierPayload = (event: LegacyEvent): Reshaped => {
  const { envelope, payload } = event
  const form = flatFormOf(event)
  if (form === undefined) return { payload, losses: [] }
  const namespace = namespaceOfFlat(event)
  const fields = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null))
  return {
    payload: withoutGaps({ namespace, ...form.reshape({ fields, namespace, timestamp: envelope["timestamp"] }) }),
    losses: [...lostFromNamespace(payload, namespace), ...lostFields(payload, form), ...lostCounts(payload, form)]
  }
}

/** What follows the slug in the aggregate id of a flat dossier event; null where it does not say. */
export const dossierKey = (event: LegacyEvent): string | null => {
  const key = flatFormOf(event)?.key(event.payload)
  return isSaid(key) ? key : null
}
