import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import type { MigrationScope } from "../upgrade/MigrationScope.js"
import { aggregateIdOf, losesId, slugIn } from "./events/aggregateId.js"
import { dossierPayload } from "./events/dossierPayload.js"
import { droppedAt, type DroppedKey } from "./events/DroppedKey.js"
import { aggregateTypeNow, eventTypeNow } from "./events/eventNames.js"
import { isSaid, type JsonObject, type LegacyEvent, type Reshaped, type Untranslatable } from "./events/LegacyEvent.js"
import { missionPayload, missionScopedPayload } from "./events/missionPayloads.js"
import { isWithin, keysBefore, renameKeys } from "./events/renameKeys.js"
import { statusPayload } from "./events/statusPayload.js"
import { translateEnvelope, unknownKeys } from "./events/translateEnvelope.js"

export type { DroppedKey } from "./events/DroppedKey.js"
export type { Untranslatable } from "./events/LegacyEvent.js"

/** An event of the original tool as an envelope of contract 3.0.0. The gate has yet to judge it. */
export interface TranslatedEvent {
  /** The nineteen keys in wire order, without those that the event lacks and nothing may fill. */
  readonly envelope: Record<string, unknown>
  /** What of the event is not in it. */
  readonly dropped: ReadonlyArray<DroppedKey>
}

/** Deeper than any contract takes, and far from what a call stack takes. */
const deepest = 128

/** Which project the envelope names, in lower case; null where it names none. */
export const projectOf = (envelope: unknown): string | null => {
  const project = Predicate.isRecord(envelope) ? envelope["project_uuid"] : null
  return isSaid(project) ? project.toLowerCase() : null
}

const missionOf = (payload: JsonObject): string | null => {
  const { mission_slug: slug, namespace } = payload
  const inNamespace = Predicate.isRecord(namespace) ? namespace["mission_slug"] : null
  return isSaid(inNamespace) ? inNamespace : isSaid(slug) ? slug : null
}

const legacyEvent = (renamed: JsonObject, payload: JsonObject, { missions }: MigrationScope): LegacyEvent => {
  const slug = missionOf(payload) ?? slugIn(renamed["aggregate_id"], missions)
  return {
    envelope: renamed,
    type: eventTypeNow(renamed["event_type"]),
    aggregateType: aggregateTypeNow(renamed["aggregate_type"]),
    payload,
    slug,
    mission: slug === null ? undefined : missions.get(slug)
  }
}

const reshape = (event: LegacyEvent): Either.Either<Reshaped, Untranslatable> => {
  switch (event.type) {
    case "MissionCreated":
    case "MissionClosed":
      return Either.right(missionPayload(event))
    case "WPStatusChanged":
      return statusPayload(event)
    case "WPCreated":
    case "WPAssigned":
    case "HistoryAdded":
    case "ErrorLogged":
    case "DependencyResolved":
      return Either.right(missionScopedPayload(event))
    default:
      return Either.right(dossierPayload(event))
  }
}

const refuse = (reasonCode: Untranslatable["reasonCode"], reason: string) => Either.left({ reasonCode, reason })

const readable = (legacy: unknown): Either.Either<JsonObject, Untranslatable> => {
  if (!Predicate.isRecord(legacy)) return refuse("not_an_object", "An event is a JSON object, and this is none.")
  if (!isWithin(legacy, deepest)) return refuse("nested_too_deeply", `It is nested deeper than ${deepest} levels.`)
  return Either.right(legacy)
}

/**
 * One queued event of the original tool as an envelope of contract 3.0.0 (064 FR-014, FR-018, FR-020). `event_id`,
 * `timestamp` and `lamport_clock` stay as they are. Gaps are filled from the envelope, from `scope` and from the mission's
 * own files, and nothing is guessed: what the contract asks for beyond that is missing, for the gate to refuse. Takes any
 * JSON value; Left only for what is no event of the contract however it fares at the gate.
 */
export const translateEvent = (legacy: unknown, scope: MigrationScope): Either.Either<TranslatedEvent, Untranslatable> =>
  Either.gen(function*() {
    const { dropped, renamed } = renameKeys(yield* readable(legacy))
    const given = renamed["payload"]
    const event = legacyEvent(renamed, Predicate.isRecord(given) ? given : {}, scope)
    const aggregateId = yield* aggregateIdOf(event)
    const { losses, payload } = yield* reshape(event)
    const envelope = translateEnvelope(event, { aggregateId, payload: Predicate.isRecord(given) ? payload : given }, scope)
    const lost = (at: ReadonlyArray<string>, value: unknown) => droppedAt(keysBefore(legacy, at), value)
    return {
      envelope,
      dropped: [
        ...dropped,
        ...unknownKeys(renamed).map((key) => lost([key], renamed[key])),
        ...(losesId(renamed["aggregate_id"], aggregateId) ? [lost(["aggregate_id"], renamed["aggregate_id"])] : []),
        ...losses.map(({ at, value }) => lost(["payload", ...at], value))
      ]
    }
  })
